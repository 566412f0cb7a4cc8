import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { formatMonth, formatShortMonth } from "../formats";
import { useShortcuts } from "../keyboard";
import type { Scrolling } from "./scrolling";
import { stretchForKey, yearMarks } from "./scrubber-marks";
import type { Timeline } from "./timeline";

interface Props {
  readonly timeline: Timeline;
  readonly scrolling: Scrolling;
  readonly active: boolean;
}

function partAt(track: HTMLElement | null, event: PointerEvent): number {
  const box = track?.getBoundingClientRect();
  return box ? Math.min(1, Math.max(0, (event.clientY - box.top) / Math.max(1, box.height))) : 0;
}

/** The month at a height: that of the photo there, if it is known. */
function monthAt(timeline: Timeline, y: number, stretch: number): string {
  const { index } = timeline.anchorAt(y);
  return timeline.photo(index)?.taken.slice(0, 7) ?? timeline.stretches[stretch]?.months[0] ?? "";
}

/** Press and drag along the track. */
function useDragging({ scrolling }: Props, track: { current: HTMLElement | null }) {
  const dragging = useSignal(false);
  const follow = (event: PointerEvent) => {
    if (dragging.value) scrolling.jumpToPart(partAt(track.current, event));
  };
  const start = (event: PointerEvent) => {
    event.preventDefault();
    track.current?.focus({ preventScroll: true });
    track.current?.setPointerCapture(event.pointerId);
    dragging.value = true;
    follow(event);
  };
  const end = () => {
    dragging.value = false;
  };
  return {
    dragging,
    handlers: { onPointerDown: start, onPointerMove: follow, onPointerUp: end, onPointerCancel: end },
  };
}

/** The rail at the right edge that says where in time the window stands, and leads elsewhere. */
export function Scrubber(props: Props) {
  const { timeline, scrolling, active } = props;
  const track = useRef<HTMLDivElement>(null);
  const { dragging, handlers } = useDragging(props, track);
  useShortcuts("Photos", [{ keys: ["g"], does: "Go to a date", run: () => track.current?.focus() }], active);
  const { stretches } = timeline;
  if (stretches.length === 0) return null;
  const part = scrolling.progress.value;
  const current = timeline.stretchAt(part * Math.max(0, timeline.height - innerHeight) + 1);
  const month = monthAt(timeline, part * Math.max(0, timeline.height - innerHeight), current);
  const onKeyDown = (event: KeyboardEvent) => {
    const target = stretchForKey(event.key, current, stretches);
    if (target === null) return;
    event.preventDefault();
    if (event.key === "End") scrolling.jumpToEnd();
    else scrolling.jump(stretches[target]?.top ?? 0);
  };
  return (
    <div
      class={`scrubber${dragging.value ? " dragging" : ""}${scrolling.moving.value ? " moving" : ""}`}
      ref={track}
      role="slider"
      tabIndex={0}
      aria-label="Timeline"
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={stretches.length - 1}
      aria-valuenow={current}
      aria-valuetext={formatMonth(month)}
      onKeyDown={onKeyDown}
      {...handlers}
    >
      {yearMarks(stretches, timeline.height, track.current?.clientHeight ?? 600).map((mark) => (
        <span key={mark.year} class="scrubber-year" style={{ top: `${mark.part * 100}%` }}>
          {mark.year}
        </span>
      ))}
      <span class="scrubber-place" style={{ top: `${part * 100}%` }}>
        <span class="scrubber-month">{formatShortMonth(month)}</span>
      </span>
    </div>
  );
}
