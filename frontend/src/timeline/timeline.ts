import { signal } from "@preact/signals";
import type { Months, PhotoPage } from "../api";
import { estimateHeight, firstWhere, layoutPhotos, type Metrics, type PhotoLayout, metricsFor } from "./layout";

/** Where a timeline's photos come from. */
export interface Source {
  months(): Promise<Months>;
  page(month: string, after: string | null): Promise<PhotoPage>;
}

type Columns = { [Field in keyof Omit<PhotoPage, "after">]: PhotoPage[Field][number][] };

/** A month: `count` photos, of which the first `photos.ids.length` are known and laid out. */
export interface Month {
  readonly key: string;
  count: number;
  /** Index of its first photo in the whole timeline. */
  start: number;
  top: number;
  height: number;
  readonly photos: Columns;
  layout: PhotoLayout;
  after: string | null;
  complete: boolean;
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

/** A list of months, laid out one under another, whose photos are loaded as they come near. */
export class Timeline {
  /** Grows with every change of what is known or where it stands. */
  readonly version = signal(0);
  readonly error = signal<unknown>(null);
  /** The photo that has, or last had, the reader's attention. */
  readonly cursor = signal(0);
  /** Where the reader left, so that coming back leads there. */
  left: Anchor | null = null;
  months: readonly Month[] = [];
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
      this.months = months.map(([key, count]) => newMonth(key, count));
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
    for (const month of this.months) this.layOut(month);
    this.arrange();
  }

  get rowHeight(): number {
    return this.metrics.targetRow + this.metrics.gap;
  }

  /** The number of the month that holds photo `index`. */
  monthOf(index: number): number {
    return Math.max(0, firstWhere(this.months.length, (at) => (this.months[at]?.start ?? 0) > index) - 1);
  }

  /** The number of the month that stands at `y`. */
  monthAt(y: number): number {
    return Math.max(0, firstWhere(this.months.length, (at) => (this.months[at]?.top ?? 0) > y) - 1);
  }

  photo(index: number): PhotoSummary | undefined {
    const month = this.months[this.monthOf(index)];
    return month ? photoOf(month, index - month.start) : undefined;
  }

  /** Top of a photo; an estimate where it is not loaded yet. */
  topOf(index: number): number {
    const month = this.months[this.monthOf(index)];
    if (!month) return 0;
    const offset = index - month.start;
    const known = month.photos.ids.length;
    if (offset < known) return month.top + (month.layout.boxes[offset * 4 + 1] ?? 0);
    const rest = (offset - known) / Math.max(1, month.count - known);
    return month.top + month.layout.height + rest * (month.height - month.layout.height);
  }

  /** Left, top, width and height of a loaded photo. */
  boxOf(index: number): readonly [left: number, top: number, width: number, height: number] | undefined {
    const month = this.months[this.monthOf(index)];
    const offset = index - (month?.start ?? 0);
    if (!month || offset < 0 || offset >= month.photos.ids.length) return undefined;
    const [left = 0, top = 0, width = 0, height = 0] = month.layout.boxes.subarray(offset * 4, offset * 4 + 4);
    return [left, month.top + top, width, height];
  }

  anchorAt(y: number): Anchor {
    const month = this.months[this.monthAt(y)];
    if (!month) return { index: 0, shift: y };
    const { boxes, height } = month.layout;
    const inside = y - month.top;
    const known = month.photos.ids.length;
    const rest = month.count - known;
    const below = Math.floor(((inside - height) / Math.max(1, month.height - height)) * rest);
    const offset =
      inside < height || rest <= 0
        ? Math.min(
            known - 1,
            firstWhere(known, (at) => (boxes[at * 4 + 1] ?? 0) + (boxes[at * 4 + 3] ?? 0) > inside),
          )
        : known + Math.min(rest - 1, Math.max(0, below));
    const index = month.start + Math.max(0, offset);
    return { index, shift: y - this.topOf(index) };
  }

  positionOf({ index, shift }: Anchor): number {
    return this.topOf(index) + shift;
  }

  /** Load a month until at least `wanted` of its photos are known. */
  async load(month: Month, wanted: number): Promise<void> {
    while (!month.complete && month.photos.ids.length < wanted && Date.now() >= month.restUntil) {
      month.loading ??= this.loadPage(month).finally(() => {
        month.loading = null;
      });
      await month.loading;
    }
  }

  /** Let what has failed be tried again at once. */
  retry(): void {
    for (const month of this.months) month.restUntil = 0;
    this.error.value = null;
    this.version.value += 1;
  }

  /** Load what stands between two heights. */
  loadBetween(from: number, to: number): void {
    const last = this.monthAt(to);
    for (let at = this.monthAt(from); at <= last; at += 1) {
      const month = this.months[at];
      if (month && !month.complete) void this.load(month, this.wantedUntil(month, to));
    }
  }

  async loadPhoto(index: number): Promise<PhotoSummary | undefined> {
    const month = this.months[this.monthOf(index)];
    if (month) await this.load(month, index - month.start + 1);
    return this.photo(index);
  }

  /** The place of a photo taken in a month ("2007-08"), loading the month as far as needed; -1 if it is not there. */
  async find(id: string, key: string): Promise<number> {
    const month = this.months.find((candidate) => candidate.key === key);
    if (!month) return -1;
    let offset = month.photos.ids.indexOf(id);
    while (offset < 0 && !month.complete && Date.now() >= month.restUntil) {
      const known = month.photos.ids.length;
      await this.load(month, known + 1);
      offset = month.photos.ids.indexOf(id, known);
    }
    return offset < 0 ? -1 : month.start + offset;
  }

  /** The place of a photo among those loaded; -1 if it is not. */
  indexOf(id: string): number {
    for (const month of this.months) {
      const offset = month.photos.ids.indexOf(id);
      if (offset >= 0) return month.start + offset;
    }
    return -1;
  }

  markFavourite(id: string, favourite: boolean): void {
    const index = this.indexOf(id);
    const month = this.months[this.monthOf(index)];
    if (index < 0 || !month) return;
    month.photos.favourites[index - month.start] = favourite;
    this.version.value += 1;
  }

  private wantedUntil(month: Month, to: number): number {
    const known = month.photos.ids.length;
    const rest = month.count - known;
    const part = (to - month.top - month.layout.height) / Math.max(1, month.height - month.layout.height);
    return part <= 0 ? 0 : known + Math.max(1, Math.ceil(Math.min(1, part) * rest));
  }

  private async loadPage(month: Month): Promise<void> {
    try {
      const page = await this.source.page(month.key, month.after);
      append(month.photos, page);
      month.after = page.after;
      month.complete = page.after === null || page.ids.length === 0;
      this.error.value = null;
    } catch (error) {
      month.restUntil = Date.now() + restAfterFailure;
      this.error.value = error;
      return;
    }
    this.layOut(month);
    this.arrange();
  }

  private layOut(month: Month): void {
    if (month.complete) month.count = month.photos.ids.length;
    month.count = Math.max(month.count, month.photos.ids.length);
    month.layout = layoutPhotos(month.photos.taken, month.photos.ratios, this.metrics);
    month.height = month.layout.height + estimateHeight(month.count - month.photos.ids.length, this.metrics);
  }

  private arrange(): void {
    let [top, start] = [0, 0];
    for (const month of this.months) {
      if (month.height === 0) month.height = estimateHeight(month.count, this.metrics);
      month.top = top;
      month.start = start;
      top += month.height;
      start += month.count;
    }
    this.height = top;
    this.total = start;
    this.version.value += 1;
  }
}

function newMonth(key: string, count: number): Month {
  const photos = emptyColumns();
  const layout = { boxes: new Float64Array(0), days: [], height: 0 };
  const place = { start: 0, top: 0, height: 0 };
  return { key, count, photos, layout, ...place, after: null, complete: false, loading: null, restUntil: 0 };
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

export function photoOf({ photos }: Month, offset: number): PhotoSummary | undefined {
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
