import fc from "fast-check";
import { expect, it } from "vitest";
import { neighbour } from "../src/timeline/movement";
import { Timeline } from "../src/timeline/timeline";
import { MemorySource, photosOf } from "./memory-source";

const counts = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 20 });

async function opened(source: MemorySource): Promise<Timeline> {
  const timeline = new Timeline(source);
  await timeline.open();
  timeline.measure(1200);
  return timeline;
}

async function loaded(source: MemorySource): Promise<Timeline> {
  const timeline = await opened(source);
  for (const stretch of timeline.stretches) await timeline.load(stretch, stretch.count);
  return timeline;
}

it("gives every photo its place in the source's order", async () => {
  await fc.assert(
    fc.asyncProperty(counts, async (sizes) => {
      const photos = photosOf(sizes);
      const timeline = await opened(new MemorySource(photos));
      expect(timeline.total).toBe(photos.length);
      for (const [index, { id }] of photos.entries()) {
        expect((await timeline.loadPhoto(index))?.id).toBe(id);
        expect(timeline.indexOf(id)).toBe(index);
      }
    }),
    { numRuns: 30 },
  );
});

it("stacks stretches of time without gaps or overlaps, before and after loading", async () => {
  await fc.assert(
    fc.asyncProperty(counts, async (sizes) => {
      for (const timeline of [
        await opened(new MemorySource(photosOf(sizes))),
        await loaded(new MemorySource(photosOf(sizes))),
      ]) {
        const bottoms = timeline.stretches.map(({ top, height }) => top + height);
        expect(timeline.stretches.map(({ top }) => top)).toEqual([0, ...bottoms.slice(0, -1)]);
        expect(timeline.height).toBe(bottoms.at(-1));
      }
    }),
    { numRuns: 30 },
  );
});

it("finds back the height that an anchor was taken at", async () => {
  await fc.assert(
    fc.asyncProperty(counts, fc.double({ min: 0, max: 1, noNaN: true }), async (sizes, part) => {
      const timeline = await opened(new MemorySource(photosOf(sizes)));
      await timeline.load(timeline.stretches[0] as never, 1);
      const y = part * (timeline.height - 1);
      expect(timeline.positionOf(timeline.anchorAt(y))).toBeCloseTo(y, 6);
    }),
    { numRuns: 60 },
  );
});

it("keeps an anchored photo at its distance when those above become known", async () => {
  const timeline = await opened(new MemorySource(photosOf([37, 29, 32])));
  const last = timeline.stretches[2];
  if (!last) throw new Error("three months were asked for");
  await timeline.load(last, last.count);
  const anchor = timeline.anchorAt(last.top + 300);
  const before = timeline.topOf(anchor.index);
  for (const stretch of timeline.stretches) await timeline.load(stretch, stretch.count);
  expect(timeline.topOf(anchor.index)).not.toBe(before);
  expect(timeline.positionOf(anchor) - timeline.topOf(anchor.index)).toBe(anchor.shift);
});

it("loads only the pages that a stretch of the timeline needs", async () => {
  const source = new MemorySource(photosOf([300, 300]), 50);
  const timeline = await opened(source);
  timeline.loadBetween(0, 500);
  await timeline.stretches[0]?.loading;
  expect(source.asked).toEqual(["2020-12 "]);
});

it("asks for a page once however many want it", async () => {
  const source = new MemorySource(photosOf([5]), 50);
  const timeline = await opened(source);
  await Promise.all([timeline.loadPhoto(1), timeline.loadPhoto(2), timeline.find("0-3", "2020-12")]);
  expect(source.asked).toHaveLength(1);
});

it("takes the photos that came for the truth where the count was another", async () => {
  const source = new MemorySource(photosOf([4, 2]));
  const timeline = new Timeline({
    months: async () => ({
      total: 9,
      months: [
        ["2020-12", 7],
        ["2020-11", 2],
      ],
    }),
    page: (month, after) => source.page(month, after),
  });
  await timeline.open();
  for (const stretch of timeline.stretches) await timeline.load(stretch, stretch.count);
  expect(timeline.total).toBe(6);
  expect(timeline.photo(4)?.id).toBe("1-0");
});

it("finds a photo by its month and says -1 where there is none", async () => {
  const timeline = await opened(new MemorySource(photosOf([4, 10])));
  expect(await timeline.find("1-8", "2020-11")).toBe(12);
  expect(await timeline.find("elsewhere", "2020-11")).toBe(-1);
  expect(await timeline.find("1-8", "1999-01")).toBe(-1);
});

it("tells of a failure, and opens once the source works again", async () => {
  const source = new MemorySource(photosOf([3]));
  source.broken = true;
  const timeline = await opened(source);
  expect(timeline.error.value).toBeInstanceOf(Error);
  expect(timeline.opened).toBe(false);
  source.broken = false;
  await timeline.open();
  expect(timeline.error.value).toBeNull();
  expect(timeline.opened).toBe(true);
});

it("does not hammer a source that fails, and tries again when told to", async () => {
  const source = new MemorySource(photosOf([3]));
  const timeline = await opened(source);
  source.broken = true;
  await timeline.loadPhoto(0);
  await timeline.loadPhoto(0);
  expect(source.asked).toHaveLength(1);
  expect(timeline.error.value).toBeInstanceOf(Error);
  source.broken = false;
  timeline.retry();
  expect((await timeline.loadPhoto(0))?.id).toBe("0-0");
});

it("shows a favourite at once", async () => {
  const timeline = await loaded(new MemorySource(photosOf([4, 3])));
  const { value } = timeline.version;
  timeline.markFavourite("1-2", true);
  expect(timeline.photo(6)?.favourite).toBe(true);
  expect(timeline.version.value).toBeGreaterThan(value);
});

it("leads from a photo to one in the row above or below, and back to that row", async () => {
  const timeline = await loaded(new MemorySource(photosOf([20, 20])));
  for (let index = 0; index < timeline.total; index += 1) {
    const below = neighbour(timeline, index, "down");
    if (below === index) continue;
    expect(timeline.boxOf(below)?.[1]).toBeGreaterThan(timeline.boxOf(index)?.[1] ?? Number.NaN);
    expect(timeline.boxOf(neighbour(timeline, below, "up"))?.[1]).toBe(timeline.boxOf(index)?.[1]);
  }
});

it("stays at the edges", async () => {
  const timeline = await loaded(new MemorySource(photosOf([20])));
  expect(neighbour(timeline, 0, "previous")).toBe(0);
  expect(neighbour(timeline, 0, "up")).toBe(0);
  expect(neighbour(timeline, 19, "next")).toBe(19);
  expect(neighbour(timeline, 19, "down")).toBe(19);
});

it("keeps what is loaded when the months are still the same, and starts anew when they are not", async () => {
  const photos = [...photosOf([4, 3])];
  const timeline = await loaded(new MemorySource(photos));
  await timeline.open();
  expect(timeline.photo(0)?.id).toBe("0-0");
  photos.unshift({ id: "new", taken: "2021-01-01T00:00:00", ratio: 1 });
  await timeline.open();
  expect(timeline.total).toBe(8);
  expect((await timeline.loadPhoto(0))?.id).toBe("new");
});

it("lets neighbouring months of a year with few photos share their lines, and no others", async () => {
  const timeline = await loaded(new MemorySource(photosOf([2, 1, 30, 1, 1, 1, 1, 1, 1, 1, 1, 1, 4])));
  expect(timeline.stretches.map(({ months }) => months.length)).toEqual([2, 1, 9, 1]);
  expect(timeline.boxOf(0)?.[1]).toBe(timeline.boxOf(2)?.[1]);
  expect(await timeline.find("5-0", "2020-07")).toBe(35);
});
