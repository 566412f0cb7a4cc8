import PhotoSwipe, { type SlideData } from "photoswipe";
import "photoswipe/style.css";
import { previewEdge } from "../api";

type Content = NonNullable<PhotoSwipe["currSlide"]>["content"];

/** A photo as the stage shows it: a picture, or an element of one's own. */
export type Slide =
  | {
      readonly show: "picture";
      readonly name: string;
      /** Pixels of the original, or of the preview while the original's are unknown. */
      readonly width: number;
      readonly height: number;
      readonly thumbnail: string;
      readonly preview: string;
      /** The original's address, where a browser can show it. */
      readonly original: string | null;
    }
  | { readonly show: "element"; readonly make: () => HTMLElement };

export interface Slides {
  count(): number;
  /** The photo at a place; what is not known yet is shown as an empty element, and `refresh` tells when it is. */
  at(index: number): Slide;
}

export interface Stage {
  next(): void;
  previous(): void;
  /** Show what is now known of a place; the zoom of the current picture is kept where its shape allows. */
  refresh(index: number): void;
  /** Fit the pictures into the host anew. */
  fit(): void;
  toggleVideo(): void;
  leave(): void;
}

export interface StageEvents {
  readonly onMove: (index: number) => void;
  readonly onLeave: () => void;
}

const videoControlsHeight = 72;

const slideOf = (content: Content): Slide => content.data.slide as Slide;

function dataOf(slide: Slide): SlideData {
  if (slide.show === "element") return { type: "element", slide };
  const { preview, thumbnail, width, height, name } = slide;
  return { type: "image", src: preview, msrc: thumbnail, width, height, alt: name, slide };
}

/** Replace the preview by the original once the screen shows more pixels than the preview has. */
function sharpen(pswp: PhotoSwipe): void {
  const current = pswp.currSlide;
  const slide = current && slideOf(current.content);
  const image = current?.content.element;
  if (!current || slide?.show !== "picture" || !slide.original || !(image instanceof HTMLImageElement)) return;
  const shownEdge = Math.max(slide.width, slide.height) * current.currZoomLevel * devicePixelRatio;
  const enough = shownEdge <= previewEdge * 1.05 || Math.max(slide.width, slide.height) <= previewEdge;
  if (enough || image.dataset.original) return;
  image.dataset.original = "asked";
  const sharp = new Image();
  sharp.src = slide.original;
  sharp.decode().then(
    () => {
      image.src = sharp.src;
    },
    () => undefined, // The preview stays: the picture is still there, only less sharp.
  );
}

/** Where the pointer works the controls of a video, it must not move the slide. */
function isOnVideoControls(event: PointerEvent): boolean {
  const video = event.target instanceof HTMLVideoElement ? event.target : null;
  return video !== null && event.clientY > video.getBoundingClientRect().bottom - videoControlsHeight;
}

function showElements(pswp: PhotoSwipe): void {
  pswp.on("contentLoad", (event) => {
    const slide = slideOf(event.content);
    if (slide.show !== "element") return;
    event.preventDefault();
    event.content.element = slide.make() as HTMLDivElement;
    event.content.state = "loaded";
    event.content.onLoaded();
  });
  pswp.on("contentDeactivate", ({ content }) => content.element?.querySelector("video")?.pause());
  pswp.on("pointerDown", (event) => {
    if (isOnVideoControls(event.originalEvent)) event.preventDefault();
  });
}

function useSlides(pswp: PhotoSwipe, slides: Slides): void {
  pswp.addFilter("numItems", () => slides.count());
  pswp.addFilter("itemData", (_, index) => dataOf(slides.at(index)));
  pswp.addFilter("useContentPlaceholder", (_, content) => slideOf(content).show === "picture");
  pswp.addFilter("placeholderSrc", (_, content) => content.data.msrc ?? false);
}

function refresh(pswp: PhotoSwipe, slides: Slides, index: number): void {
  const current = pswp.currSlide;
  const next = slides.at(index);
  if (index !== pswp.currIndex || current?.data.type !== "image" || next.show !== "picture") {
    pswp.refreshSlideContent(index);
    return;
  }
  current.content.data.slide = next;
  if (current.width === next.width && current.height === next.height) return;
  for (const sized of [current, current.content]) [sized.width, sized.height] = [next.width, next.height];
  current.resize();
}

function create(host: HTMLElement, start: number): PhotoSwipe {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return new PhotoSwipe({
    appendToEl: host,
    index: start,
    getViewportSizeFn: () => ({ x: host.clientWidth, y: host.clientHeight }),
    showHideAnimationType: still ? "none" : "fade",
    showAnimationDuration: 150,
    hideAnimationDuration: 150,
    zoomAnimationDuration: still ? false : 180,
    bgOpacity: 1,
    loop: false,
    preload: [1, 2],
    wheelToZoom: true,
    // A mouse zooms with the wheel or a double click, so that a click does nothing by surprise.
    imageClickAction: () => undefined,
    bgClickAction: "close",
    tapAction: () => undefined,
    doubleTapAction: "zoom",
    secondaryZoomLevel: (level) => Math.max(1, level.fit * 2),
    maxZoomLevel: (level) => Math.max(2, level.fit * 4),
    arrowPrev: false,
    arrowNext: false,
    close: false,
    zoom: false,
    counter: false,
    arrowKeys: false,
    escKey: false,
    trapFocus: false,
    returnFocus: false,
  });
}

/** Show slides in a host element, from `start` on. */
export function openStage(host: HTMLElement, slides: Slides, start: number, events: StageEvents): Stage {
  const pswp = create(host, start);
  useSlides(pswp, slides);
  showElements(pswp);
  pswp.on("change", () => events.onMove(pswp.currIndex));
  pswp.on("close", () => events.onLeave());
  pswp.on("zoomPanUpdate", () => sharpen(pswp));
  pswp.init();
  // The host is the dialog; a second, nameless one inside it would only confuse screen readers.
  pswp.element?.setAttribute("role", "presentation");
  pswp.element?.addEventListener("dblclick", ({ clientX: x, clientY: y }) => pswp.currSlide?.toggleZoom({ x, y }));
  return {
    next: () => pswp.next(),
    previous: () => pswp.prev(),
    refresh: (index) => refresh(pswp, slides, index),
    fit: () => pswp.updateSize(true),
    toggleVideo: () => {
      const video = pswp.currSlide?.content.element?.querySelector("video");
      if (video) void (video.paused ? video.play() : video.pause());
    },
    leave: () => pswp.destroy(),
  };
}
