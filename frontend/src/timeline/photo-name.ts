import { formatDuration, formatMoment } from "../formats";
import type { PhotoSummary } from "./timeline";

/** What to call a photo in words: "Video, 0:12, 4 August 2007 at 12:30, favourite". */
export function photoName(photo: PhotoSummary): string {
  const kind = photo.kind === "video" ? "Video" : "Photo";
  const duration = photo.duration === null ? [] : [formatDuration(photo.duration)];
  const state = [...(photo.favourite ? ["favourite"] : []), ...(photo.setAside ? ["cannot be shown"] : [])];
  return [kind, ...duration, formatMoment(photo.taken), ...state].join(", ");
}
