import { formatDay, formatShortDay } from "../formats";
import type { Query } from "../query";
import { photoPath } from "../router";
import { type DayBlock, visiblePhotos } from "./layout";
import type { Frame } from "./scrolling";
import { Tile } from "./tile";
import { isComplete, photoOf, type Stretch, type Timeline } from "./timeline";

export interface Shared {
  readonly timeline: Timeline;
  readonly query: Query;
  readonly words: string | null;
  readonly onOpen: (index: number, event: MouseEvent) => void;
  readonly onFocus: (index: number) => void;
}

/** Days narrower than this are headed without the weekday. */
const roomyDay = 168;

interface DayProps extends Shared {
  readonly stretch: Stretch;
  readonly block: DayBlock;
  /** Photos of the stretch to draw: from the first up to, not including, the second. */
  readonly range: readonly [number, number];
  readonly load: boolean;
}

function tilesOf({ stretch, block, range, load, ...shared }: DayProps) {
  const { boxes } = stretch.layout;
  const tiles = [];
  for (let offset = Math.max(block.first, range[0]); offset < Math.min(block.end, range[1]); offset += 1) {
    const photo = photoOf(stretch, offset);
    if (!photo) continue;
    const [left = 0, top = 0, width = 0, height = 0] = boxes.subarray(offset * 4, offset * 4 + 4);
    const index = stretch.start + offset;
    tiles.push(
      <Tile
        key={photo.id}
        photo={photo}
        index={index}
        place={{ left: left - block.left, top: top - block.top, width, height }}
        address={photoPath(photo.id, shared.query, shared.words)}
        reachable={index === shared.timeline.cursor.value}
        load={load}
        onOpen={shared.onOpen}
        onFocus={shared.onFocus}
      />,
    );
  }
  return tiles;
}

function Day(props: DayProps) {
  const { left, top, width, height, day } = props.block;
  const style = { left: `${left}px`, top: `${props.stretch.top + top}px`, width: `${width}px`, height: `${height}px` };
  return (
    <section class="day" style={style}>
      <h2 class="day-title">
        <time dateTime={day}>{width < roomyDay ? formatShortDay(day) : formatDay(day)}</time>
      </h2>
      {tilesOf(props)}
    </section>
  );
}

/** Rows of grey where photos are known to be but have not been loaded. */
function Unloaded({ stretch, timeline }: { readonly stretch: Stretch; readonly timeline: Timeline }) {
  const style = {
    top: `${stretch.top + stretch.layout.height}px`,
    height: `${stretch.height - stretch.layout.height}px`,
    backgroundSize: `100% ${timeline.rowHeight}px`,
  };
  return <div class="unloaded" style={style} />;
}

/** The days of a stretch that stand within a screen's height of the frame. */
export function StretchView(props: Shared & { readonly stretch: Stretch; readonly frame: Frame }) {
  const { stretch, frame, ...shared } = props;
  const [from, to] = [frame.y - frame.height - stretch.top, frame.y + 2 * frame.height - stretch.top];
  const range = visiblePhotos(stretch.layout, from, to);
  const days = stretch.layout.days.filter((block) => block.first < range[1] && block.end > range[0]);
  return (
    <>
      {days.map((block) => (
        <Day key={block.day} {...shared} stretch={stretch} block={block} range={range} load={!frame.fast} />
      ))}
      {!isComplete(stretch) && to > stretch.layout.height && <Unloaded stretch={stretch} timeline={shared.timeline} />}
    </>
  );
}
