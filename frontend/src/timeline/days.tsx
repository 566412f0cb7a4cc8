import { formatDay, formatShortDay } from "../formats";
import type { Query } from "../query";
import { photoPath } from "../router";
import { type DayBlock, visiblePhotos } from "./layout";
import type { Frame } from "./scrolling";
import { Tile } from "./tile";
import { type Month, photoOf, type Timeline } from "./timeline";

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
  readonly month: Month;
  readonly block: DayBlock;
  /** Photos of the month to draw: from the first up to, not including, the second. */
  readonly range: readonly [number, number];
  readonly load: boolean;
}

function tilesOf({ month, block, range, load, ...shared }: DayProps) {
  const { boxes } = month.layout;
  const tiles = [];
  for (let offset = Math.max(block.first, range[0]); offset < Math.min(block.end, range[1]); offset += 1) {
    const photo = photoOf(month, offset);
    if (!photo) continue;
    const [left = 0, top = 0, width = 0, height = 0] = boxes.subarray(offset * 4, offset * 4 + 4);
    const index = month.start + offset;
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
  const style = { left: `${left}px`, top: `${props.month.top + top}px`, width: `${width}px`, height: `${height}px` };
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
function Unloaded({ month, timeline }: { readonly month: Month; readonly timeline: Timeline }) {
  const style = {
    top: `${month.top + month.layout.height}px`,
    height: `${month.height - month.layout.height}px`,
    backgroundSize: `100% ${timeline.rowHeight}px`,
  };
  return <div class="unloaded" style={style} />;
}

/** The days of a month that stand within a screen's height of the frame. */
export function MonthView(props: Shared & { readonly month: Month; readonly frame: Frame }) {
  const { month, frame, ...shared } = props;
  const [from, to] = [frame.y - frame.height - month.top, frame.y + 2 * frame.height - month.top];
  const range = visiblePhotos(month.layout, from, to);
  const days = month.layout.days.filter((block) => block.first < range[1] && block.end > range[0]);
  return (
    <>
      {days.map((block) => (
        <Day key={block.day} {...shared} month={month} block={block} range={range} load={!frame.fast} />
      ))}
      {!month.complete && to > month.layout.height && <Unloaded month={month} timeline={shared.timeline} />}
    </>
  );
}
