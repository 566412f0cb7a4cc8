import { rgbaToThumbHash } from "thumbhash";
import { expect, it } from "vitest";
import { placeholderBackground } from "../src/placeholder";

it("draws a ThumbHash as a picture", () => {
  const hash = rgbaToThumbHash(2, 1, [255, 0, 0, 255, 0, 0, 255, 255]);
  expect(placeholderBackground(btoa(String.fromCharCode(...hash)))).toMatch(/^url\(data:image\/png;base64,/);
});

it("draws nothing where there is no hash or none that can be read", () => {
  expect([null, "", "§"].map(placeholderBackground)).toEqual(["none", "none", "none"]);
});
