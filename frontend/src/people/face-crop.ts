import type { Box } from "../api";

export interface Crop {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
}

/** A face with some room around it. */
const room = 1.7;

/** How large to draw a picture, and where, so that a square window of `size` shows the face in `box`. */
export function faceCrop(picture: { readonly width: number; readonly height: number }, box: Box, size: number): Crop {
  const [x, y, boxWidth, boxHeight] = box;
  const shorter = Math.min(picture.width, picture.height);
  const side = Math.min(shorter, Math.max(8, room * Math.max(boxWidth * picture.width, boxHeight * picture.height)));
  const scale = size / side;
  const within = (middle: number, length: number) => Math.min(length - side, Math.max(0, middle - side / 2));
  const left = within((x + boxWidth / 2) * picture.width, picture.width);
  const top = within((y + boxHeight / 2) * picture.height, picture.height);
  return { width: picture.width * scale, height: picture.height * scale, left: -left * scale, top: -top * scale };
}
