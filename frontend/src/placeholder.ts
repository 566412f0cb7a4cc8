import { thumbHashToDataURL } from "thumbhash";

/** A blurred picture as a CSS background for a ThumbHash in base64; "none" where it cannot be read. */
export function placeholderBackground(hash: string | null): string {
  if (!hash) return "none";
  try {
    return `url(${thumbHashToDataURL(Uint8Array.from(atob(hash), (character) => character.charCodeAt(0)))})`;
  } catch {
    return "none";
  }
}
