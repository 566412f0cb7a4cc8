import fc from "fast-check";
import { expect, it } from "vitest";
import {
  estimateHeight,
  firstWhere,
  layoutPhotos,
  metricsFor,
  type PhotoLayout,
  visiblePhotos,
} from "../src/timeline/layout";

interface Placed {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const ratio = fc.double({ min: 0.05, max: 20, noNaN: true });
const photo = fc.record({ day: fc.integer({ min: 1, max: 28 }), ratio });
const width = fc.integer({ min: 320, max: 2560 });
const month = fc.array(photo, { minLength: 1, maxLength: 120 }).map((photos) => {
  const sorted = photos.toSorted((one, other) => other.day - one.day);
  return {
    taken: sorted.map(({ day }) => `2007-08-${String(day).padStart(2, "0")}T12:00:00`),
    ratios: sorted.map((one) => one.ratio),
  };
});

function placed(layout: PhotoLayout): readonly Placed[] {
  return Array.from({ length: layout.boxes.length / 4 }, (_, index) => {
    const [left = 0, top = 0, boxWidth = 0, height = 0] = layout.boxes.subarray(index * 4, index * 4 + 4);
    return { left, top, width: boxWidth, height };
  });
}

/** The rows of each day, top to bottom. */
function rowsOfDays(layout: PhotoLayout): readonly (readonly (readonly Placed[])[])[] {
  const all = placed(layout);
  return layout.days.map(({ first, end }) => {
    const boxes = all.slice(first, end);
    return [...new Set(boxes.map(({ top }) => top))].map((top) => boxes.filter((box) => box.top === top));
  });
}

function overlap(one: Placed, other: Placed): boolean {
  const across = one.left < other.left + other.width && other.left < one.left + one.width;
  return across && one.top < other.top + other.height && other.top < one.top + one.height;
}

// layoutPhotos
it("puts every photo into exactly one day, in order", () => {
  fc.assert(
    fc.property(month, width, ({ taken, ratios }, page) => {
      const { days, boxes } = layoutPhotos(taken, ratios, metricsFor(page));
      expect(boxes).toHaveLength(taken.length * 4);
      expect(days.flatMap(({ first, end }) => taken.slice(first, end))).toEqual(taken);
      for (const { day, first, end } of days) {
        expect(taken.slice(first, end).every((moment) => moment.startsWith(day))).toBe(true);
      }
    }),
  );
});

it("never lets two photos overlap, nor a photo leave the page or its day", () => {
  fc.assert(
    fc.property(month, width, ({ taken, ratios }, page) => {
      const layout = layoutPhotos(taken, ratios, metricsFor(page));
      const boxes = placed(layout);
      const collisions = boxes.filter((box, index) => boxes.slice(index + 1).some((other) => overlap(box, other)));
      expect(collisions).toEqual([]);
      for (const { first, end, left, top, width: dayWidth, height } of layout.days) {
        for (const box of boxes.slice(first, end)) {
          expect(box.left).toBeGreaterThanOrEqual(left);
          expect(box.left + box.width).toBeLessThanOrEqual(Math.min(page, left + dayWidth) + 1);
          expect(box.top).toBeGreaterThan(top);
          expect(box.top + box.height).toBeLessThanOrEqual(top + height);
        }
      }
    }),
  );
});

it("fills the width within a pixel in every row but the last of a day", () => {
  fc.assert(
    fc.property(month, width, ({ taken, ratios }, page) => {
      const full = rowsOfDays(layoutPhotos(taken, ratios, metricsFor(page))).flatMap((rows) => rows.slice(0, -1));
      for (const row of full) {
        const last = row.at(-1);
        expect(row[0]?.left).toBe(0);
        expect(Math.abs((last?.left ?? Number.NaN) + (last?.width ?? Number.NaN) - page)).toBeLessThanOrEqual(1);
      }
    }),
  );
});

it("keeps rows between 180 and 260 px high on wide pages", () => {
  fc.assert(
    fc.property(month, fc.integer({ min: 641, max: 2560 }), ({ taken, ratios }, page) => {
      for (const { height } of placed(layoutPhotos(taken, ratios, metricsFor(page)))) {
        expect(height).toBeGreaterThanOrEqual(180);
        expect(height).toBeLessThanOrEqual(260);
      }
    }),
  );
});

it("shows three or four columns on phones", () => {
  fc.assert(
    fc.property(month, fc.integer({ min: 320, max: 640 }), ({ taken, ratios }, page) => {
      for (const row of rowsOfDays(layoutPhotos(taken, ratios, metricsFor(page))).flatMap((rows) =>
        rows.slice(0, -1),
      )) {
        expect([3, 4]).toContain(row.length);
      }
    }),
  );
});

it("puts short days side by side", () => {
  const { days } = layoutPhotos(["2007-08-04T12:00:00", "2007-08-03T12:00:00"], [1.5, 1.5], metricsFor(1200));
  expect(days[0]?.top).toBe(days[1]?.top);
  expect(days[1]?.left).toBeGreaterThan(days[0]?.width ?? 0);
});

it("takes a picture of unknown shape for a square", () => {
  const taken = ["2007-08-04T12:00:00"];
  const unknown = layoutPhotos(taken, [Number.NaN], metricsFor(1200));
  expect(unknown).toEqual(layoutPhotos(taken, [1], metricsFor(1200)));
});

// visiblePhotos
it("finds exactly the photos that touch the range", () => {
  const range = fc.tuple(fc.integer({ min: -500, max: 5000 }), fc.integer({ min: 0, max: 2000 }));
  fc.assert(
    fc.property(month, width, range, ({ taken, ratios }, page, [from, length]) => {
      const layout = layoutPhotos(taken, ratios, metricsFor(page));
      const [first, end] = visiblePhotos(layout, from, from + length);
      const shown = placed(layout).map(({ top, height }) => top + height >= from && top <= from + length);
      shown.forEach((visible, index) => {
        if (visible) expect(index >= first && index < end).toBe(true);
      });
      if (first < end) expect([shown[first], shown[end - 1]]).toEqual([true, true]);
    }),
  );
});

// firstWhere
it("finds the first position that is reached, and the count when none is", () => {
  fc.assert(
    fc.property(fc.nat(50), fc.nat(60), (count, at) => {
      expect(firstWhere(count, (index) => index >= at)).toBe(Math.min(count, at));
    }),
  );
});

// estimateHeight
it("grows with the number of photos", () => {
  const metrics = metricsFor(1200);
  expect(estimateHeight(0, metrics)).toBe(0);
  expect(estimateHeight(1000, metrics)).toBeGreaterThan(estimateHeight(100, metrics));
});
