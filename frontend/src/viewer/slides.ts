import { originalAddress, type PhotoDetails, previewAddress, previewEdge, thumbnailAddress } from "../api";
import { knownDetails } from "../details";
import { photoName } from "../timeline/photo-name";
import type { PhotoSummary, Timeline } from "../timeline/timeline";
import type { Slide, Slides } from "./stage";

/** Pictures that every browser shows; others are seen as their preview. */
const shownByBrowsers: ReadonlySet<string> = new Set(["image/jpeg", "image/png", "image/webp"]);

function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

/** A sentence in place of a picture, with the original to download. */
function messageSlide(id: string, text: string, box = element("div", "")): HTMLElement {
  box.className = "slide-message pswp__content";
  const sentence = element("p", "");
  sentence.textContent = text;
  const link = document.createElement("a");
  link.href = originalAddress(id, { download: true });
  link.setAttribute("download", "");
  link.className = "button";
  link.textContent = "Download the original";
  box.replaceChildren(sentence, link);
  return box;
}

function videoSlide(id: string): HTMLElement {
  const box = element("div", "slide-video pswp__content");
  const video = document.createElement("video");
  video.controls = true;
  video.preload = "metadata";
  video.playsInline = true;
  video.poster = previewAddress(id);
  video.src = originalAddress(id);
  video.addEventListener("error", () => void messageSlide(id, "This browser cannot play this video.", box));
  box.append(video);
  return box;
}

function pictureSize(ratio: number, details: PhotoDetails | undefined): { width: number; height: number } {
  if (details?.width && details.height) return { width: details.width, height: details.height };
  const width = ratio >= 1 ? previewEdge : Math.round(previewEdge * ratio);
  return { width, height: Math.max(1, Math.round(width / ratio)) };
}

function pictureSlide(summary: PhotoSummary, details: PhotoDetails | undefined): Slide {
  const { id } = summary;
  const browserShowsIt = details !== undefined && shownByBrowsers.has(details.content_type);
  return {
    show: "picture",
    name: photoName(summary),
    ...pictureSize(summary.ratio > 0 ? summary.ratio : 1, details),
    thumbnail: thumbnailAddress(id),
    preview: previewAddress(id),
    original: browserShowsIt ? originalAddress(id) : null,
  };
}

function slideFor(summary: PhotoSummary | undefined): Slide {
  if (!summary) return { show: "element", make: () => element("div", "pswp__content") };
  const { id } = summary;
  if (summary.setAside) {
    const reason = knownDetails(id)?.reason ?? "";
    return { show: "element", make: () => messageSlide(id, `This file cannot be shown. ${reason}`.trim()) };
  }
  if (summary.kind === "video") return { show: "element", make: () => videoSlide(id) };
  return pictureSlide(summary, knownDetails(id));
}

/** The same facts as the timeline has, from a photo's details. */
export function summaryOf(details: PhotoDetails): PhotoSummary {
  return {
    id: details.id,
    taken: details.taken_local ?? details.added_at,
    ratio: details.width && details.height ? details.width / details.height : 1,
    kind: details.kind,
    duration: details.duration,
    favourite: details.favourite,
    setAside: details.status === "set-aside",
    placeholder: null,
  };
}

/** What the viewer walks through: a timeline, or one photo that is not on it. */
export interface Sequence extends Slides {
  photo(index: number): PhotoSummary | undefined;
  load(index: number): Promise<PhotoSummary | undefined>;
  /** Note that the reader has come to a place. */
  visit(index: number): void;
}

export function timelineSequence(timeline: Timeline): Sequence {
  return {
    count: () => timeline.total,
    at: (index) => slideFor(timeline.photo(index)),
    photo: (index) => timeline.photo(index),
    load: (index) => timeline.loadPhoto(index),
    visit: (index) => {
      timeline.cursor.value = index;
    },
  };
}

export function singleSequence(details: PhotoDetails): Sequence {
  const summary = summaryOf(details);
  return {
    count: () => 1,
    at: () => slideFor(summary),
    photo: () => summary,
    load: () => Promise.resolve(summary),
    visit: () => undefined,
  };
}
