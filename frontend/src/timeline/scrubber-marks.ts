import type { Stretch } from "./timeline";

export interface Mark {
  readonly year: string;
  /** From the top, as a part of the whole. */
  readonly part: number;
}

function yearOf(stretch: Stretch | undefined): string {
  return stretch?.months[0]?.slice(0, 4) ?? "";
}

/** The years along the scrubber, thinned so that neither two labels nor the last and the end come too close. */
export function yearMarks(stretches: readonly Stretch[], height: number, track: number, apart = 20): readonly Mark[] {
  const marks: Mark[] = [];
  let seen = "";
  for (const stretch of stretches) {
    const year = yearOf(stretch);
    const part = stretch.top / Math.max(1, height);
    const last = marks.at(-1);
    const room = !last || (part - last.part) * track >= apart;
    if (year !== seen && room && (marks.length === 0 || (1 - part) * track >= apart / 2)) marks.push({ year, part });
    seen = year;
  }
  return marks;
}

/** The number of the stretch a key leads to from stretch `current`; null if the key means nothing here. */
export function stretchForKey(key: string, current: number, stretches: readonly Stretch[]): number | null {
  const last = stretches.length - 1;
  const year = yearOf(stretches[current]);
  const nextYear = stretches.findIndex((stretch, at) => at > current && yearOf(stretch) !== year);
  const previousYear = stretches.findLastIndex((stretch, at) => at < current && yearOf(stretch) !== year);
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
