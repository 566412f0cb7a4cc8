import fc from "fast-check";
import { expect, it } from "vitest";
import type { Collection, Forecast, Way } from "../src/api";
import { assumptionLabel, withAssumption } from "../src/cost/assumptions";
import { verdictSentences, winSentence } from "../src/cost/verdict";
import { formatChance, formatMoney, formatPrice } from "../src/formats";
import { costPath, readRoute } from "../src/router";

const none = { number: 0, bytes: 0 };
const collection: Collection = {
  ...{ photos: 100, videos: 3, small: none, medium: { number: 103, bytes: 5e9 }, large: none },
  ...{ raw_share: 0, people_share: 0.5, faces_per_picture: 0.5 },
};

function way(name: string, kind: Way["kind"], total: number): Way {
  const cost = { total, lines: [] };
  return { name, kind, cost, off_site: true, recognises: true, loss: null, note: "" };
}

function compared(ways: readonly Way[], cheapest: string, elsewhere: string): Forecast {
  const verdict = { cheapest, cheapest_off_site: elsewhere, subscriptions_win: [] };
  const prices = { region: "us-east-1", currency: "USD", prices_read: { oldest: "2026-01-01", newest: "2026-01-01" } };
  const bill = { total: 0, lines: [] };
  const bills = { one_off: bill, monthly: bill, restore: bill, analysis_months: null };
  return { collection, ...prices, assumptions: [], ...bills, ways, verdict };
}

it("reads back the assumptions it writes into an address", () => {
  const assumed = fc.dictionary(fc.stringMatching(/^[a-z_]{1,12}$/), fc.string());
  fc.assert(
    fc.property(assumed, (values) => {
      const route = readRoute(new URL(costPath(values), "http://localhost"));
      expect(route).toEqual({ screen: "cost", assumed: { ...values } });
    }),
  );
});

it("changes one assumption and takes it back", () => {
  const changed = withAssumption({ years: "9" }, "recognition", "local", collection);
  expect(changed).toEqual({ years: "9", recognition: "local" });
  expect(withAssumption(changed, "recognition", " ", collection)).toEqual({ years: "9" });
});

it("tells the whole size where one part of it is changed", () => {
  const changed = withAssumption({}, "photos", "200", collection);
  expect(changed).toEqual({ photos: "200", videos: "3", gigabytes: "5" });
  expect(withAssumption(changed, "gigabytes", "7", collection)).toEqual({ ...changed, gigabytes: "7" });
  expect(withAssumption(changed, "videos", "", collection)).toEqual({});
});

it("names what it changes in words", () => {
  expect(["archive_class", "preview_kib", "nas_watts"].map(assumptionLabel)).toEqual([
    "Archive class",
    "Preview KiB",
    "NAS watts",
  ]);
});

it("says who wins, whoever it is", () => {
  const ways = [way("one drive", "drives", 75), way("A plan", "subscription", 90), way("Shoebox", "aws", 95)];
  expect(verdictSentences(compared(ways, "one drive", "A plan"))).toEqual([
    "Drives of your own are cheapest: one drive, $75.00.",
    "With a copy outside your home, a subscription is cheapest: A plan, $90.00.",
  ]);
  expect(verdictSentences(compared(ways, "Shoebox", "Shoebox"))).toEqual([
    "A library of your own in AWS is cheapest: Shoebox, $95.00.",
  ]);
});

it("says from which size on a subscription wins", () => {
  const wins = { plan: "A plan", from_with_rekognition: 796.2, from_with_own_models: null, to_gigabytes: 2000 };
  expect(winSentence(wins)).toBe("A plan is cheaper than Shoebox on AWS from 796 GB with Rekognition; it holds 2 TB.");
});

it("tells small sums, prices and chances without rows of zeros", () => {
  expect([0, 0.001, 6.592].map((sum) => formatMoney(sum, "USD"))).toEqual(["$0.00", "< $0.01", "$6.59"]);
  expect(formatPrice(0.005, 1000, "USD")).toBe("$0.005 per 1,000");
  expect(formatPrice(0.25, 1, "USD")).toBe("$0.25");
  expect(formatPrice(0.0000133334, 1, "USD")).toBe("$13.3334 per 1,000,000");
  expect([0, 0.08, 0.00046].map(formatChance)).toEqual(["none", "8%", "1 in 2,200"]);
});
