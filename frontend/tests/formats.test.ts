import { expect, it } from "vitest";
import {
  formatAmount,
  formatBytes,
  formatCoordinates,
  formatDay,
  formatDuration,
  formatExposure,
  formatMoment,
} from "../src/formats";

it("writes durations as players do", () => {
  expect([0, 12.4, 61, 3725].map(formatDuration)).toEqual(["0:00", "0:12", "1:01", "1:02:05"]);
});

it("writes exposures as photographers do", () => {
  expect([0.004, 0.3, 0.5, 2].map(formatExposure)).toEqual(["1/250 s", "1/3 s", "0.5 s", "2 s"]);
});

it("writes bytes in powers of a thousand", () => {
  expect([0, 999, 1000, 41_231, 4_200_000_000].map(formatBytes).map((text) => text.replace(",", "."))).toEqual([
    "0 bytes",
    "999 bytes",
    "1 kB",
    "41 kB",
    "4.2 GB",
  ]);
});

it("writes coordinates with their hemispheres", () => {
  expect(formatCoordinates(51.4875, -0.1687)).toBe("51.48750° N, 0.16870° W");
  expect(formatCoordinates(-33.5, 151)).toBe("33.50000° S, 151.00000° E");
});

it("uses the singular for one", () => {
  expect([0, 1, 2].map((count) => formatAmount(count, "photo"))).toEqual(["0 photos", "1 photo", "2 photos"]);
});

it("never moves a local time to another day or hour", () => {
  expect(formatDay("2007-08-04")).toContain("4");
  expect(formatDay("2007-08-04")).toContain("2007");
  expect(formatMoment("2007-08-04T23:59:00")).toContain("59");
  expect(formatMoment("2007-08-04T23:59:00")).toContain("4");
});

it("shows a time it cannot read as it stands", () => {
  expect(formatDay("someday")).toBe("someday");
});
