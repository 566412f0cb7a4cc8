import { useEffect, useRef } from "preact/hooks";
import { useShortcuts } from "../keyboard";
import type { Query } from "../query";
import { navigate, photoPath } from "../router";
import { type Shared, StretchView } from "./days";
import { type Direction, neighbour } from "./movement";
import { type Follower, useOpening, useScrolling } from "./scrolling";
import { Scrubber } from "./scrubber";
import type { Timeline } from "./timeline";

interface Props {
  readonly timeline: Timeline;
  readonly query: Query;
  readonly words: string | null;
  /** False while something lies over the timeline. */
  readonly active: boolean;
}

function focusTile(host: HTMLElement | null, index: number): void {
  const tile = host?.querySelector(`[data-index="${index}"]`);
  if (tile instanceof HTMLElement) tile.focus({ preventScroll: true });
}

/** Moves the attention from photo to photo; the tile is focused once it has been drawn. */
function useMovement({ timeline, active }: Props, host: { current: HTMLElement | null }, follower: Follower) {
  const move = (direction: Direction) => {
    const started = host.current?.contains(document.activeElement) ?? false;
    const index = started ? neighbour(timeline, timeline.cursor.value, direction) : timeline.cursor.value;
    timeline.cursor.value = index;
    follower.reveal(index);
    requestAnimationFrame(() => focusTile(host.current, index));
  };
  useShortcuts(
    "Photos",
    [
      { keys: ["ArrowLeft"], does: "Previous photo", run: () => move("previous") },
      { keys: ["ArrowRight"], does: "Next photo", run: () => move("next") },
      { keys: ["ArrowUp"], does: "Photo above", run: () => move("up") },
      { keys: ["ArrowDown"], does: "Photo below", run: () => move("down") },
    ],
    active,
  );
  const wasActive = useRef(active);
  useEffect(() => {
    if (active && !wasActive.current) {
      follower.reveal(timeline.cursor.value);
      requestAnimationFrame(() => focusTile(host.current, timeline.cursor.value));
    }
    wasActive.current = active;
  }, [active, follower, timeline, host]);
}

/** All photos of a timeline, of which only those near the window are in the document. */
export function TimelineView(props: Props) {
  const { timeline, query, words } = props;
  const host = useRef<HTMLDivElement>(null);
  const follower = useScrolling(timeline, host);
  useOpening(timeline, props.active);
  useMovement(props, host, follower);
  const shared: Shared = {
    timeline,
    query,
    words,
    onOpen: (index, event) => {
      const photo = timeline.photo(index);
      if (!photo || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      timeline.cursor.value = index;
      navigate(photoPath(photo.id, query, words), { state: { opened: true } });
    },
    onFocus: (index) => {
      timeline.cursor.value = index;
    },
  };
  const frame = follower.frame.value;
  const first = timeline.stretchAt(frame.y - frame.height);
  const end = timeline.stretchAt(frame.y + 2 * frame.height) + 1;
  return (
    <div class="timeline-page">
      <div class="timeline" ref={host} style={{ height: `${timeline.height}px` }}>
        {timeline.stretches.slice(first, end).map((stretch) => (
          <StretchView key={stretch.months[0]} {...shared} stretch={stretch} frame={frame} />
        ))}
      </div>
      <Scrubber timeline={timeline} scrolling={follower} active={props.active} />
    </div>
  );
}
