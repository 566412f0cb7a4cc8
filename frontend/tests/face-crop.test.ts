import fc from "fast-check";
import { expect, it } from "vitest";
import type { Box } from "../src/api";
import { faceCrop } from "../src/people/face-crop";

const side = fc.integer({ min: 50, max: 2048 });
const part = fc.double({ min: 0, max: 0.5, noNaN: true });
const box = fc.tuple(part, part, part, part);

it("covers the whole window with the picture, undistorted", () => {
  fc.assert(
    fc.property(side, side, box, (width, height, face) => {
      const crop = faceCrop({ width, height }, face, 112);
      expect(crop.left).toBeLessThanOrEqual(1e-9);
      expect(crop.top).toBeLessThanOrEqual(1e-9);
      expect(crop.left + crop.width).toBeGreaterThanOrEqual(112 - 1e-6);
      expect(crop.top + crop.height).toBeGreaterThanOrEqual(112 - 1e-6);
      expect(crop.width / crop.height).toBeCloseTo(width / height, 6);
    }),
  );
});

it("puts the middle of a face amid the picture into the middle of the window", () => {
  const face: Box = [0.4, 0.4, 0.2, 0.2];
  const crop = faceCrop({ width: 1000, height: 800 }, face, 100);
  expect(crop.left + 0.5 * crop.width).toBeCloseTo(50);
  expect(crop.top + 0.5 * crop.height).toBeCloseTo(50);
});
