import type { Month } from "./timeline";

export interface Mark {
  readonly year: string;
  /** From the top, as a part of the whole. */
  readonly part: number;
}

/** The years along the scrubber, thinned so that neither two labels nor the last and the end come too close. */
export function yearMarks(months: readonly Month[], height: number, track: number, apart = 20): readonly Mark[] {
  const marks: Mark[] = [];
  let seen = "";
  for (const { key, top } of months) {
    const year = key.slice(0, 4);
    const part = height > 0 ? top / height : 0;
    const last = marks.at(-1);
    const room = !last || (part - last.part) * track >= apart;
    if (year !== seen && room && (marks.length === 0 || (1 - part) * track >= apart / 2)) marks.push({ year, part });
    seen = year;
  }
  return marks;
}

/** The number of the month a key leads to from month `current`; null if the key means nothing here. */
export function monthForKey(key: string, current: number, months: readonly Month[]): number | null {
  const last = months.length - 1;
  const year = months[current]?.key.slice(0, 4);
  const nextYear = months.findIndex((month, at) => at > current && month.key.slice(0, 4) !== year);
  const previousYear = months.findLastIndex((month, at) => at < current && month.key.slice(0, 4) !== year);
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: Math.min(last, current + 1),
    ArrowRight: Math.min(last, current + 1),
    ArrowUp: Math.max(0, current - 1),
    ArrowLeft: Math.max(0, current - 1),
    PageDown: nextYear < 0 ? last : nextYear,
    PageUp: Math.max(0, previousYear),
    Home: 0,
    End: last,
  };
  return targets[key] ?? null;
}
