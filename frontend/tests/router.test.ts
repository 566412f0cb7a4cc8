import fc from "fast-check";
import { expect, it } from "vitest";
import { everything, ofLabel, ofPerson, readQuery } from "../src/query";
import { photoPath, readRoute, searchPath } from "../src/router";

const at = (path: string) => readRoute(new URL(path, "http://localhost"));
const query = fc.oneof(fc.string().map(ofPerson), fc.string().map(ofLabel), fc.constant(everything));
const words = fc.oneof(fc.constant(null), fc.string({ minLength: 1 }));

it("reads back every search it writes", () => {
  fc.assert(
    fc.property(query, words, (asked, typed) => {
      expect(at(searchPath(asked, typed))).toEqual({ screen: "photos", query: asked, words: typed });
    }),
  );
});

it("reads back every photo it writes, among the search it was found by", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-f]{64}$/), query, words, (id, asked, typed) => {
      expect(at(photoPath(id, asked, typed))).toEqual({ screen: "photo", id, query: asked, words: typed });
    }),
  );
});

it("keeps everything at the root", () => {
  expect(searchPath(everything)).toBe("/");
  expect(at("/")).toEqual({ screen: "photos", query: everything, words: null });
});

it("knows its screens and nothing else", () => {
  expect(["/people", "/labels", "/set-aside", "/elsewhere", "/photo/a/b"].map((path) => at(path).screen)).toEqual([
    "people",
    "labels",
    "health",
    "unknown",
    "unknown",
  ]);
});

it("finds everything for a query that cannot be read", () => {
  expect(["", "{", "[1]", "7", "null", null].map(readQuery)).toEqual(Array(6).fill(everything));
});
