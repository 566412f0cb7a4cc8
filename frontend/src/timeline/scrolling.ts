import { type Signal, signal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useMemo } from "preact/hooks";
import type { Timeline } from "./timeline";

/** What the window shows of the timeline, in pixels from the timeline's top. */
export interface Frame {
  readonly y: number;
  readonly height: number;
  /** Whether it moves too fast for pictures to be worth loading. */
  readonly fast: boolean;
}

export interface Scrolling {
  readonly frame: Signal<Frame>;
  /** The part of the way that has been scrolled, 0 to 1. */
  readonly progress: Signal<number>;
  /** Whether it has been moving until a moment ago. */
  readonly moving: Signal<boolean>;
  /** Put a height of the timeline at the window's top. */
  jump(y: number): void;
  jumpToPart(part: number): void;
  /** Go to the oldest photos, and stay there while heights become known. */
  jumpToEnd(): void;
}

const fastPixelsPerMillisecond = 6;
const settleMilliseconds = 100;
const restMilliseconds = 1200;
/** Heights of the sticky bar and a day's header, which cover what scrolls beneath them. */
const covered = 112;

/** Follows the window's scroll position over a host element and keeps the picture under the eye where it is. */
class Follower implements Scrolling {
  readonly frame = signal<Frame>({ y: 0, height: innerHeight, fast: false });
  readonly progress = signal(0);
  readonly moving = signal(false);
  private lastY = 0;
  private lastTime = 0;
  private pending = 0;
  private settling = 0;
  private resting = 0;
  /** The reader asked for the end, and has not scrolled back since: it is followed while heights become known. */
  private atEnd = false;

  constructor(
    private readonly timeline: Timeline,
    private readonly host: RefObject<HTMLElement | null>,
  ) {}

  private get hostTop(): number {
    return (this.host.current?.getBoundingClientRect().top ?? 0) + scrollY;
  }

  readonly onScroll = (): void => {
    this.pending ||= requestAnimationFrame(() => {
      this.pending = 0;
      this.moving.value = true;
      clearTimeout(this.resting);
      this.resting = window.setTimeout(() => this.rest(), restMilliseconds);
      this.read();
    });
  };

  readonly onResize = (): void => {
    this.timeline.measure(this.host.current?.clientWidth ?? 0);
    this.keepPlace();
  };

  read(): void {
    const y = scrollY - this.hostTop;
    if (y < this.lastY) this.atEnd = false;
    const now = performance.now();
    const speed = Math.abs(y - this.lastY) / Math.max(1, now - this.lastTime);
    [this.lastY, this.lastTime] = [y, now];
    this.timeline.left = y > 0 ? this.timeline.anchorAt(y) : null;
    this.progress.value = Math.min(1, Math.max(0, y / Math.max(1, this.timeline.height - innerHeight)));
    this.show(y, speed > fastPixelsPerMillisecond);
    clearTimeout(this.settling);
    this.settling = window.setTimeout(() => this.settle(), settleMilliseconds);
  }

  private show(y: number, fast: boolean): void {
    const step = Math.max(160, Math.round(innerHeight / 3));
    const next = { y: Math.floor(y / step) * step, height: innerHeight + step, fast };
    const { frame } = this;
    const same = frame.value.y === next.y && frame.value.height === next.height && frame.value.fast === fast;
    if (!same) frame.value = next;
    if (!fast) this.load();
  }

  private settle(): void {
    if (this.frame.value.fast) this.frame.value = { ...this.frame.value, fast: false };
    this.load();
  }

  private rest(): void {
    this.moving.value = false;
  }

  private load(): void {
    const { y, height } = this.frame.value;
    this.timeline.loadBetween(y - height, y + 2 * height);
  }

  /** After heights have changed: put what was at the window's top back there. */
  keepPlace(): void {
    const { left } = this.timeline;
    if (this.atEnd) this.goToEnd();
    else if (left) {
      const wanted = this.timeline.positionOf(left) + this.hostTop;
      if (Math.abs(wanted - scrollY) > 0.75) window.scrollTo(0, wanted);
    }
    this.read();
  }

  jump(y: number): void {
    window.scrollTo(0, y + this.hostTop);
    this.read();
  }

  jumpToEnd(): void {
    this.atEnd = true;
    this.goToEnd();
    this.read();
  }

  private goToEnd(): void {
    window.scrollTo(0, document.documentElement.scrollHeight);
    this.lastY = scrollY - this.hostTop;
  }

  jumpToPart(part: number): void {
    this.jump(part * Math.max(0, this.timeline.height - innerHeight));
  }

  /** Bring a photo into the window if it is out of sight. */
  reveal(index: number): void {
    const y = scrollY - this.hostTop;
    const top = this.timeline.topOf(index);
    const height = this.timeline.boxOf(index)?.[3] ?? 0;
    if (top < y + covered) this.jump(Math.max(-this.hostTop, top - covered));
    else if (top + height > y + innerHeight) this.jump(top + height - innerHeight + 8);
  }

  stop(): void {
    cancelAnimationFrame(this.pending);
    clearTimeout(this.settling);
    clearTimeout(this.resting);
  }
}

export type { Follower };

/** Follow the scroll position while the component is there. The host must be as wide as the timeline. */
export function useScrolling(timeline: Timeline, host: RefObject<HTMLElement | null>): Follower {
  const follower = useMemo(() => new Follower(timeline, host), [timeline, host]);
  const version = timeline.version.value;
  useLayoutEffect(() => {
    follower.onResize();
    const sizes = new ResizeObserver(follower.onResize);
    if (host.current) sizes.observe(host.current);
    addEventListener("scroll", follower.onScroll, { passive: true });
    addEventListener("resize", follower.onResize);
    return () => {
      sizes.disconnect();
      follower.stop();
      removeEventListener("scroll", follower.onScroll);
      removeEventListener("resize", follower.onResize);
    };
  }, [follower, host]);
  useLayoutEffect(() => follower.keepPlace(), [follower, version]);
  return follower;
}

/** Ask for the months when the component comes, and again when its reader does. */
export function useOpening(timeline: Timeline, active: boolean): void {
  useEffect(() => {
    if (!active && timeline.opened) return;
    const look = () => {
      if (document.visibilityState === "visible") void timeline.open();
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [timeline, active]);
}
