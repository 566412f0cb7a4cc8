import { signal } from "@preact/signals";
import type { Months, PhotoPage } from "../api";
import { estimateHeight, firstWhere, layoutPhotos, type Metrics, metricsFor, type PhotoLayout } from "./layout";

/** Where a timeline's photos come from. */
export interface Source {
  months(): Promise<Months>;
  page(month: string, after: string | null): Promise<PhotoPage>;
}

type Columns = { [Field in keyof Omit<PhotoPage, "after">]: PhotoPage[Field][number][] };

/**
 * A month, or neighbouring months of a year that hold few photos and so share their lines: `count` photos, of which
 * the first `photos.ids.length` are known and laid out.
 */
export interface Stretch {
  /** Its months, "2007-08", in the timeline's order; those from `reached` on have not been loaded to their end. */
  readonly months: readonly string[];
  reached: number;
  count: number;
  /** Index of its first photo in the whole timeline. */
  start: number;
  top: number;
  height: number;
  readonly photos: Columns;
  layout: PhotoLayout;
  after: string | null;
  loading: Promise<void> | null;
  /** Loading pauses until then (milliseconds since 1970) after a failure. */
  restUntil: number;
}

export interface PhotoSummary {
  readonly id: string;
  readonly taken: string;
  readonly ratio: number;
  readonly kind: "photo" | "video";
  readonly duration: number | null;
  readonly favourite: boolean;
  readonly setAside: boolean;
  readonly placeholder: string | null;
}

/** A point of the timeline that stays put while heights change: a photo, and pixels from its top. */
export interface Anchor {
  readonly index: number;
  readonly shift: number;
}

const restAfterFailure = 3000;
/** Most photos that months may have together to share a stretch. */
const mostShared = 24;

/** Stretches of time, laid out one under another, whose photos are loaded as they come near. */
export class Timeline {
  /** Grows with every change of what is known or where it stands. */
  readonly version = signal(0);
  readonly error = signal<unknown>(null);
  /** The photo that has, or last had, the reader's attention. */
  readonly cursor = signal(0);
  /** Where the reader left, so that coming back leads there. */
  left: Anchor | null = null;
  stretches: readonly Stretch[] = [];
  total = 0;
  height = 0;
  opened = false;
  private listed = "";
  private metrics: Metrics = metricsFor(1024);

  constructor(private readonly source: Source) {}

  /** Ask which months there are; again later, to see whether there are new photos. */
  async open(): Promise<void> {
    try {
      const { months } = await this.source.months();
      const listed = JSON.stringify(months);
      if (this.opened && listed === this.listed) return;
      this.listed = listed;
      this.stretches = stretchesOf(months);
      this.opened = true;
      this.error.value = null;
      this.arrange();
    } catch (error) {
      this.error.value = error;
    }
  }

  /** Lay everything out for a width. */
  measure(width: number): void {
    if (width <= 0 || width === this.metrics.width) return;
    this.metrics = metricsFor(width);
    for (const stretch of this.stretches) this.layOut(stretch);
    this.arrange();
  }

  get rowHeight(): number {
    return this.metrics.targetRow + this.metrics.gap;
  }

  /** The number of the stretch that holds photo `index`. */
  stretchOf(index: number): number {
    return Math.max(0, firstWhere(this.stretches.length, (at) => (this.stretches[at]?.start ?? 0) > index) - 1);
  }

  /** The number of the stretch that stands at `y`. */
  stretchAt(y: number): number {
    return Math.max(0, firstWhere(this.stretches.length, (at) => (this.stretches[at]?.top ?? 0) > y) - 1);
  }

  photo(index: number): PhotoSummary | undefined {
    const stretch = this.stretches[this.stretchOf(index)];
    return stretch ? photoOf(stretch, index - stretch.start) : undefined;
  }

  /** Top of a photo; an estimate where it is not loaded yet. */
  topOf(index: number): number {
    const stretch = this.stretches[this.stretchOf(index)];
    if (!stretch) return 0;
    const offset = index - stretch.start;
    const known = stretch.photos.ids.length;
    if (offset < known) return stretch.top + (stretch.layout.boxes[offset * 4 + 1] ?? 0);
    const rest = (offset - known) / Math.max(1, stretch.count - known);
    return stretch.top + stretch.layout.height + rest * (stretch.height - stretch.layout.height);
  }

  /** Left, top, width and height of a loaded photo. */
  boxOf(index: number): readonly [left: number, top: number, width: number, height: number] | undefined {
    const stretch = this.stretches[this.stretchOf(index)];
    const offset = index - (stretch?.start ?? 0);
    if (!stretch || offset < 0 || offset >= stretch.photos.ids.length) return undefined;
    const [left = 0, top = 0, width = 0, height = 0] = stretch.layout.boxes.subarray(offset * 4, offset * 4 + 4);
    return [left, stretch.top + top, width, height];
  }

  anchorAt(y: number): Anchor {
    const stretch = this.stretches[this.stretchAt(y)];
    if (!stretch) return { index: 0, shift: y };
    const { boxes, height } = stretch.layout;
    const inside = y - stretch.top;
    const known = stretch.photos.ids.length;
    const rest = stretch.count - known;
    const below = Math.floor(((inside - height) / Math.max(1, stretch.height - height)) * rest);
    const offset =
      inside < height || rest <= 0
        ? Math.min(
            known - 1,
            firstWhere(known, (at) => (boxes[at * 4 + 1] ?? 0) + (boxes[at * 4 + 3] ?? 0) > inside),
          )
        : known + Math.min(rest - 1, Math.max(0, below));
    const index = stretch.start + Math.max(0, offset);
    return { index, shift: y - this.topOf(index) };
  }

  positionOf({ index, shift }: Anchor): number {
    return this.topOf(index) + shift;
  }

  /** Load a stretch until at least `wanted` of its photos are known. */
  async load(stretch: Stretch, wanted: number): Promise<void> {
    while (!isComplete(stretch) && stretch.photos.ids.length < wanted && Date.now() >= stretch.restUntil) {
      stretch.loading ??= this.loadPage(stretch).finally(() => {
        stretch.loading = null;
      });
      await stretch.loading;
    }
  }

  /** Let what has failed be tried again at once. */
  retry(): void {
    for (const stretch of this.stretches) stretch.restUntil = 0;
    this.error.value = null;
    this.version.value += 1;
  }

  /** Load what stands between two heights. */
  loadBetween(from: number, to: number): void {
    const last = this.stretchAt(to);
    for (let at = this.stretchAt(from); at <= last; at += 1) {
      const stretch = this.stretches[at];
      if (stretch && !isComplete(stretch)) void this.load(stretch, this.wantedUntil(stretch, to));
    }
  }

  async loadPhoto(index: number): Promise<PhotoSummary | undefined> {
    const stretch = this.stretches[this.stretchOf(index)];
    if (stretch) await this.load(stretch, index - stretch.start + 1);
    return this.photo(index);
  }

  /** The place of a photo taken in a month ("2007-08"), loading as far as needed; -1 if it is not there. */
  async find(id: string, month: string): Promise<number> {
    const stretch = this.stretches.find(({ months }) => months.includes(month));
    if (!stretch) return -1;
    let offset = stretch.photos.ids.indexOf(id);
    while (offset < 0 && !isComplete(stretch) && Date.now() >= stretch.restUntil) {
      const known = stretch.photos.ids.length;
      await this.load(stretch, known + 1);
      offset = stretch.photos.ids.indexOf(id, known);
    }
    return offset < 0 ? -1 : stretch.start + offset;
  }

  /** The place of a photo among those loaded; -1 if it is not. */
  indexOf(id: string): number {
    for (const stretch of this.stretches) {
      const offset = stretch.photos.ids.indexOf(id);
      if (offset >= 0) return stretch.start + offset;
    }
    return -1;
  }

  markFavourite(id: string, favourite: boolean): void {
    const index = this.indexOf(id);
    const stretch = this.stretches[this.stretchOf(index)];
    if (index < 0 || !stretch) return;
    stretch.photos.favourites[index - stretch.start] = favourite;
    this.version.value += 1;
  }

  private wantedUntil(stretch: Stretch, to: number): number {
    const known = stretch.photos.ids.length;
    const rest = stretch.count - known;
    const part = (to - stretch.top - stretch.layout.height) / Math.max(1, stretch.height - stretch.layout.height);
    return part <= 0 ? 0 : known + Math.max(1, Math.ceil(Math.min(1, part) * rest));
  }

  private async loadPage(stretch: Stretch): Promise<void> {
    try {
      const page = await this.source.page(stretch.months[stretch.reached] ?? "", stretch.after);
      append(stretch.photos, page);
      stretch.after = page.ids.length > 0 ? page.after : null;
      if (stretch.after === null) stretch.reached += 1;
      this.error.value = null;
    } catch (error) {
      stretch.restUntil = Date.now() + restAfterFailure;
      this.error.value = error;
      return;
    }
    this.layOut(stretch);
    this.arrange();
  }

  private layOut(stretch: Stretch): void {
    if (isComplete(stretch)) stretch.count = stretch.photos.ids.length;
    stretch.count = Math.max(stretch.count, stretch.photos.ids.length);
    stretch.layout = layoutPhotos(stretch.photos.taken, stretch.photos.ratios, this.metrics);
    stretch.height = stretch.layout.height + estimateHeight(stretch.count - stretch.photos.ids.length, this.metrics);
  }

  private arrange(): void {
    let [top, start] = [0, 0];
    for (const stretch of this.stretches) {
      if (stretch.height === 0) stretch.height = estimateHeight(stretch.count, this.metrics);
      stretch.top = top;
      stretch.start = start;
      top += stretch.height;
      start += stretch.count;
    }
    this.height = top;
    this.total = start;
    this.version.value += 1;
  }
}

/** Whether all its photos are known. */
export function isComplete(stretch: Stretch): boolean {
  return stretch.reached >= stretch.months.length;
}

/** Months one after another; those with few photos join their neighbours of the same year. */
function stretchesOf(months: Months["months"]): readonly Stretch[] {
  const groups: { months: string[]; count: number }[] = [];
  for (const [month, count] of months) {
    const last = groups.at(-1);
    const sameYear = last?.months[0]?.slice(0, 4) === month.slice(0, 4);
    if (!last || !sameYear || last.count + count > mostShared) groups.push({ months: [month], count });
    else {
      last.months.push(month);
      last.count += count;
    }
  }
  return groups.map((group) => newStretch(group.months, group.count));
}

function newStretch(months: readonly string[], count: number): Stretch {
  const photos = emptyColumns();
  const layout = { boxes: new Float64Array(0), days: [], height: 0 };
  const place = { start: 0, top: 0, height: 0 };
  return { months, reached: 0, count, photos, layout, ...place, after: null, loading: null, restUntil: 0 };
}

function emptyColumns(): Columns {
  return {
    ids: [],
    taken: [],
    ratios: [],
    kinds: [],
    durations: [],
    favourites: [],
    setAside: [],
    placeholders: [],
  };
}

function append(columns: Columns, page: PhotoPage): void {
  columns.ids.push(...page.ids);
  columns.taken.push(...page.taken);
  columns.ratios.push(...page.ratios);
  columns.kinds.push(...page.kinds);
  columns.durations.push(...page.durations);
  columns.favourites.push(...page.favourites);
  columns.setAside.push(...page.setAside);
  columns.placeholders.push(...page.placeholders);
}

export function photoOf({ photos }: Stretch, offset: number): PhotoSummary | undefined {
  const id = photos.ids[offset];
  if (id === undefined) return undefined;
  return {
    id,
    taken: photos.taken[offset] ?? "",
    ratio: photos.ratios[offset] ?? 1,
    kind: photos.kinds[offset] ?? "photo",
    duration: photos.durations[offset] ?? null,
    favourite: photos.favourites[offset] ?? false,
    setAside: photos.setAside[offset] ?? false,
    placeholder: photos.placeholders[offset] ?? null,
  };
}
