import { fetchMonths, fetchPage } from "../api";
import { type Query, queryText } from "../query";
import { Timeline } from "./timeline";

const kept = new Map<string, Timeline>();
const mostKept = 4;

/** The timeline of a query; the latest few are kept, so that coming back finds them as they were left. */
export function timelineFor(query: Query): Timeline {
  const key = queryText(query);
  const timeline =
    kept.get(key) ??
    new Timeline({ months: () => fetchMonths(query), page: (month, after) => fetchPage(query, month, after) });
  kept.delete(key);
  kept.set(key, timeline);
  for (const oldest of [...kept.keys()].slice(0, -mostKept)) kept.delete(oldest);
  return timeline;
}

/** Show a change of favourite wherever the photo is listed. */
export function markFavourite(id: string, favourite: boolean): void {
  for (const timeline of kept.values()) timeline.markFavourite(id, favourite);
}
