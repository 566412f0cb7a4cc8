/** Where every picture of a stretch of time stands: justified rows grouped by day, short days side by side. All in CSS pixels. */

export interface Metrics {
  readonly width: number;
  /** Between pictures. */
  readonly gap: number;
  /** Between days that share a line. */
  readonly dayGap: number;
  /** Height of a day's header. */
  readonly header: number;
  /** Least width of a day, so that its header can be read. */
  readonly narrowestDay: number;
  readonly shortestRow: number;
  readonly targetRow: number;
  readonly tallestRow: number;
  /** Pictures narrower or wider than these ratios are cropped to them. */
  readonly narrowestRatio: number;
  readonly widestRatio: number;
}

export interface DayBlock {
  /** YYYY-MM-DD. */
  readonly day: string;
  /** Photos from `first` up to, not including, `end`. */
  readonly first: number;
  readonly end: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface PhotoLayout {
  /** Left, top, width and height of each photo, four numbers a photo. */
  readonly boxes: Float64Array;
  readonly days: readonly DayBlock[];
  readonly height: number;
}

interface Row {
  readonly end: number;
  readonly height: number;
  readonly justified: boolean;
}

const phoneWidth = 640;

/** Squares in three or four columns on phones, rows of 180 to 260 px elsewhere. */
export function metricsFor(width: number): Metrics {
  if (width <= phoneWidth) {
    const gap = 2;
    const columns = width < 480 ? 3 : 4;
    const side = (width - gap * (columns - 1)) / columns;
    const rows = { shortestRow: side, targetRow: side, tallestRow: side };
    return { width, gap, dayGap: gap, header: 36, narrowestDay: side, narrowestRatio: 1, widestRatio: 1, ...rows };
  }
  const targetRow = Math.round(Math.min(240, Math.max(190, 170 + width * 0.035)));
  const rows = { shortestRow: 180, targetRow, tallestRow: 260 };
  return { width, gap: 4, dayGap: 24, header: 44, narrowestDay: 168, narrowestRatio: 0.5, widestRatio: 4, ...rows };
}

function shownRatio(ratio: number, metrics: Metrics): number {
  const known = Number.isFinite(ratio) && ratio > 0 ? ratio : 1;
  return Math.min(metrics.widestRatio, Math.max(metrics.narrowestRatio, known));
}

/** Height at which `count` pictures with ratios adding up to `sum` fill the width. */
function fillingHeight(sum: number, count: number, metrics: Metrics): number {
  return (metrics.width - metrics.gap * (count - 1)) / sum;
}

/**
 * The row that starts at `first`: it ends where its height comes closest to the target.
 * A row whose height would leave the bounds keeps the bound, and its pictures are cropped a little.
 */
function nextRow(ratios: ArrayLike<number>, first: number, end: number, metrics: Metrics): Row {
  const bounded = (height: number) => Math.min(metrics.tallestRow, Math.max(metrics.shortestRow, height));
  let sum = 0;
  let before = Number.POSITIVE_INFINITY;
  for (let index = first; index < end; index += 1) {
    sum += shownRatio(ratios[index] ?? 1, metrics);
    const height = fillingHeight(sum, index - first + 1, metrics);
    if (height <= metrics.targetRow + 1e-6) {
      const betterWithout = before / metrics.targetRow < metrics.targetRow / height;
      const row = betterWithout ? { end: index, height: before } : { end: index + 1, height };
      return { end: row.end, height: bounded(row.height), justified: true };
    }
    before = height;
  }
  if (before <= metrics.tallestRow) return { end, height: bounded(before), justified: true };
  return { end, height: metrics.targetRow, justified: false };
}

/** Write the boxes of one row and return its right edge. Edges are whole pixels, so gaps are equal. */
function placeRow(
  boxes: Float64Array,
  ratios: ArrayLike<number>,
  first: number,
  row: Row,
  corner: { readonly left: number; readonly top: number },
  metrics: Metrics,
): number {
  let sum = 0;
  for (let index = first; index < row.end; index += 1) sum += shownRatio(ratios[index] ?? 1, metrics);
  const gaps = metrics.gap * (row.end - first - 1);
  const scale = row.justified ? (metrics.width - gaps) / sum : row.height;
  let exact = 0;
  for (let index = first; index < row.end; index += 1) {
    const shift = corner.left + metrics.gap * (index - first);
    const left = Math.round(exact) + shift;
    exact += shownRatio(ratios[index] ?? 1, metrics) * scale;
    boxes.set([left, corner.top, Math.round(exact) + shift - left, Math.round(row.height)], index * 4);
  }
  return corner.left + Math.round(exact) + gaps;
}

function rowsOf(ratios: ArrayLike<number>, first: number, end: number, metrics: Metrics): readonly Row[] {
  const rows: Row[] = [];
  for (let start = first; start < end; ) {
    const row = nextRow(ratios, start, end, metrics);
    rows.push(row);
    start = row.end;
  }
  return rows;
}

interface Day {
  readonly day: string;
  readonly first: number;
  end: number;
}

function splitDays(taken: readonly string[]): readonly Day[] {
  const days: Day[] = [];
  taken.forEach((moment, index) => {
    const last = days.at(-1);
    if (last && moment.startsWith(last.day)) last.end = index + 1;
    else days.push({ day: moment.slice(0, 10), first: index, end: index + 1 });
  });
  return days;
}

function naturalWidth(ratios: ArrayLike<number>, first: number, end: number, metrics: Metrics): number {
  let width = metrics.gap * (end - first - 1);
  for (let index = first; index < end; index += 1) width += shownRatio(ratios[index] ?? 1, metrics) * metrics.targetRow;
  return Math.max(width, metrics.narrowestDay);
}

/** Where the next day may begin: at `left` beside the days before it, or below `bottom`. */
interface Line {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

type PlaceRow = (first: number, row: Row, left: number, top: number) => number;

/** Place the rows of a day under its header, its upper left corner at `left` and `top`. */
function placeDay(
  day: Day,
  rows: readonly Row[],
  left: number,
  top: number,
  metrics: Metrics,
  place: PlaceRow,
): DayBlock {
  let right = left + metrics.narrowestDay;
  let bottom = top + metrics.header;
  let start = day.first;
  for (const row of rows) {
    right = Math.max(right, place(start, row, left, bottom));
    bottom += Math.round(row.height) + metrics.gap;
    start = row.end;
  }
  return { ...day, left, top, width: right - left, height: bottom - top };
}

/** The upper left corner of a day of that width: beside the days before it where there is room. */
function cornerFor(line: Line, width: number, metrics: Metrics): { readonly left: number; readonly top: number } {
  const beside = line.left > 0 && line.left + width <= metrics.width + 0.5;
  return beside ? { left: line.left, top: line.top } : { left: 0, top: line.bottom };
}

/** Lay out photos, given when each was taken (local time, in order) and its width over height. */
export function layoutPhotos(taken: readonly string[], ratios: ArrayLike<number>, metrics: Metrics): PhotoLayout {
  const boxes = new Float64Array(taken.length * 4);
  const place: PlaceRow = (first, row, left, top) => placeRow(boxes, ratios, first, row, { left, top }, metrics);
  const days: DayBlock[] = [];
  let line: Line = { left: 0, top: 0, bottom: 0 };
  for (const day of splitDays(taken)) {
    const rows = rowsOf(ratios, day.first, day.end, metrics);
    const short = rows.length === 1 && rows[0]?.justified === false;
    const width = short ? naturalWidth(ratios, day.first, day.end, metrics) : metrics.width;
    const corner = cornerFor(line, width, metrics);
    const block = placeDay(day, rows, corner.left, corner.top, metrics, place);
    days.push(block);
    const left = short ? Math.round(block.left + block.width + metrics.dayGap) : metrics.width;
    line = { left, top: block.top, bottom: Math.max(line.bottom, block.top + block.height) };
  }
  return { boxes, days, height: line.bottom };
}

/** A guess at the height of `count` photos that are not known yet. */
export function estimateHeight(count: number, metrics: Metrics): number {
  const ratio = Math.min(metrics.widestRatio, 1.35);
  const perRow = Math.max(1, Math.round(metrics.width / (metrics.targetRow * ratio + metrics.gap)));
  const rows = Math.ceil(count / perRow);
  const headers = Math.min(rows, Math.ceil(count / (perRow * 2)));
  return Math.round(rows * (metrics.targetRow + metrics.gap) + headers * metrics.header);
}

/** The first of `count` positions at which `reached` holds, `count` if none; it must hold from there on. */
export function firstWhere(count: number, reached: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Photos that show between `from` and `to`, measured from the layout's top: from the first up to, not including, the end. */
export function visiblePhotos(layout: PhotoLayout, from: number, to: number): readonly [first: number, end: number] {
  const { boxes } = layout;
  const count = boxes.length / 4;
  const first = firstWhere(count, (index) => (boxes[index * 4 + 1] ?? 0) + (boxes[index * 4 + 3] ?? 0) >= from);
  const end = firstWhere(count, (index) => (boxes[index * 4 + 1] ?? 0) > to);
  return [first, Math.max(first, end)];
}
