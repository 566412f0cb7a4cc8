import { signal } from "@preact/signals";
import { type Chip, describeQuery, parseWords } from "./api";
import { notifyError } from "./notice";
import { isEverything, type Query, queryText } from "./query";
import { navigate, searchPath } from "./router";

/** How the server reads the search in the address. */
export interface Reading {
  /** The search it belongs to: its query and words. */
  readonly of: string;
  readonly described: string;
  readonly chips: readonly Chip[];
  /** Words that were not understood. */
  readonly unknown: readonly string[];
}

export const reading = signal<Reading | null>(null);

function nameOf(query: Query, words: string | null): string {
  return `${queryText(query)} ${words ?? ""}`;
}

/** The reading of a search, once it is there. */
export function readingOf(query: Query, words: string | null): Reading | null {
  return reading.value?.of === nameOf(query, words) ? reading.value : null;
}

/** Search for what was typed. */
export async function searchFor(typed: string): Promise<void> {
  const words = typed.trim();
  if (words === "") {
    navigate("/");
    return;
  }
  try {
    const { query, described, chips, unknown } = await parseWords(words);
    reading.value = { of: nameOf(query, words), described, chips, unknown };
    navigate(searchPath(query, words));
    window.scrollTo(0, 0);
  } catch (error) {
    notifyError(error);
  }
}

/** Read a search that came with the address. */
export async function readSearch(query: Query, words: string | null): Promise<void> {
  if (readingOf(query, words) || (isEverything(query) && !words)) return;
  try {
    const [{ described, chips }, unknown] = await Promise.all([
      describeQuery(query),
      words ? parseWords(words).then((parsed) => parsed.unknown) : [],
    ]);
    reading.value = { of: nameOf(query, words), described, chips, unknown };
  } catch (error) {
    notifyError(error);
  }
}
