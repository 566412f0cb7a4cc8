import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { formatMonth, formatShortMonth } from "../formats";
import { useShortcuts } from "../keyboard";
import type { Scrolling } from "./scrolling";
import { monthForKey, yearMarks } from "./scrubber-marks";
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
  const { months } = timeline;
  if (months.length === 0) return null;
  const part = scrolling.progress.value;
  const current = timeline.monthAt(part * Math.max(0, timeline.height - innerHeight) + 1);
  const key = months[current]?.key ?? "";
  const onKeyDown = (event: KeyboardEvent) => {
    const target = monthForKey(event.key, current, months);
    if (target === null) return;
    event.preventDefault();
    scrolling.jump(months[target]?.top ?? 0);
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
      aria-valuemax={months.length - 1}
      aria-valuenow={current}
      aria-valuetext={formatMonth(key)}
      onKeyDown={onKeyDown}
      {...handlers}
    >
      {yearMarks(months, timeline.height, track.current?.clientHeight ?? 600).map((mark) => (
        <span key={mark.year} class="scrubber-year" style={{ top: `${mark.part * 100}%` }}>
          {mark.year}
        </span>
      ))}
      <span class="scrubber-place" style={{ top: `${part * 100}%` }}>
        <span class="scrubber-month">{formatShortMonth(key)}</span>
      </span>
    </div>
  );
}
