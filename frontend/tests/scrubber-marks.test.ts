import { expect, it } from "vitest";
import { stretchForKey, yearMarks } from "../src/timeline/scrubber-marks";
import { Timeline } from "../src/timeline/timeline";
import { MemorySource, photosOf } from "./memory-source";

/** 30 months too full to share their lines, December 2020 to July 2018. */
async function someMonths(): Promise<Timeline> {
  const timeline = new Timeline(new MemorySource(photosOf(Array(30).fill(25))));
  await timeline.open();
  return timeline;
}

it("marks each year where it begins", async () => {
  const { stretches, height } = await someMonths();
  const marks = yearMarks(stretches, height, 800);
  expect(marks.map(({ year }) => year)).toEqual(["2020", "2019", "2018"]);
  expect(marks[1]?.part).toBeCloseTo((stretches[12]?.top ?? Number.NaN) / height);
});

it("leaves out years that have no room", async () => {
  const { stretches, height } = await someMonths();
  expect(yearMarks(stretches, height, 40).map(({ year }) => year)).toEqual(["2020"]);
  expect(yearMarks([], 0, 800)).toEqual([]);
});

it("leads by stretches, years and to the ends", async () => {
  const { stretches } = await someMonths();
  const from = (key: string, current: number) => stretchForKey(key, current, stretches);
  expect([from("ArrowDown", 3), from("ArrowUp", 3)]).toEqual([4, 2]);
  expect([from("ArrowUp", 0), from("ArrowDown", 29)]).toEqual([0, 29]);
  expect([from("PageDown", 3), from("PageUp", 13), from("PageDown", 29), from("PageUp", 3)]).toEqual([12, 11, 29, 0]);
  expect([from("Home", 9), from("End", 9), from("x", 9)]).toEqual([0, 29, null]);
});
