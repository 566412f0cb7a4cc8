import type { Timeline } from "./timeline";

export type Direction = "previous" | "next" | "up" | "down";

/** The photo one step from `index`; the same one at an edge or where nothing is loaded. */
export function neighbour(timeline: Timeline, index: number, direction: Direction): number {
  if (direction === "previous") return Math.max(0, index - 1);
  if (direction === "next") return Math.min(timeline.total - 1, index + 1);
  const step = direction === "up" ? -1 : 1;
  const from = timeline.boxOf(index);
  if (!from) return index;
  const middle = from[0] + from[2] / 2;
  let best = index;
  let distance = Number.POSITIVE_INFINITY;
  let line: number | null = null;
  for (let at = index + step; ; at += step) {
    const box = timeline.boxOf(at);
    if (!box || (line !== null && box[1] !== line)) return best;
    if (box[1] === from[1]) continue;
    line = box[1];
    const away = Math.abs(box[0] + box[2] / 2 - middle);
    if (away < distance) [best, distance] = [at, away];
  }
}
