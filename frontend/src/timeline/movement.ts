import type { Timeline } from "./timeline";

export type Direction = "previous" | "next" | "up" | "down";

/** The loaded photos of the row above (`step` -1) or below (1) a photo. */
function adjacentRow(timeline: Timeline, index: number, step: -1 | 1): readonly number[] {
  const topAt = (at: number) => timeline.boxOf(at)?.[1];
  let start = index;
  while (topAt(start) !== undefined && topAt(start) === topAt(index)) start += step;
  const row: number[] = [];
  for (let at = start; topAt(at) !== undefined && topAt(at) === topAt(start); at += step) row.push(at);
  return row;
}

function middleOf(timeline: Timeline, index: number): number {
  const [left = 0, , width = 0] = timeline.boxOf(index) ?? [];
  return left + width / 2;
}

/** The photo one step from `index`; the same one at an edge or where nothing is loaded. */
export function neighbour(timeline: Timeline, index: number, direction: Direction): number {
  if (direction === "previous") return Math.max(0, index - 1);
  if (direction === "next") return Math.min(timeline.total - 1, index + 1);
  const middle = middleOf(timeline, index);
  const away = (at: number) => Math.abs(middleOf(timeline, at) - middle);
  const row = adjacentRow(timeline, index, direction === "up" ? -1 : 1);
  return row.reduce((best, at) => (away(at) < away(best) ? at : best), row[0] ?? index);
}
