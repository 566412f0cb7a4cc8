import { useEffect } from "preact/hooks";
import type { Chip } from "../api";
import { formatAmount } from "../formats";
import { Icon } from "../icons";
import { isEverything, type Query } from "../query";
import { searchPath } from "../router";
import { readingOf, readSearch } from "../search";
import type { Timeline } from "../timeline/timeline";

function QueryChip({ chip }: { readonly chip: Chip }) {
  const text = chip.negated ? `not ${chip.text}` : chip.text;
  return (
    <li class="chip query-chip">
      <span>
        {text} {chip.note && <span class="quiet">{chip.note}</span>}
      </span>
      <a class="chip-remove" href={searchPath(chip.without)} aria-label={`Remove ${text}`} title={`Remove ${text}`}>
        <Icon name="close" />
      </a>
    </li>
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

interface Props {
  readonly query: Query;
  readonly words: string | null;
  readonly timeline: Timeline;
}

/** How the search was understood, in words and as removable chips, and how much it found. */
export function SearchSummary({ query, words, timeline }: Props) {
  useEffect(() => void readSearch(query, words), [query, words]);
  const reading = readingOf(query, words);
  const counted = timeline.version.value > 0 && timeline.opened && !isEverything(query);
  return (
    <section class="search-summary" aria-label="Search">
      <div class="search-heading">
        <h1>{reading ? capitalised(reading.described) : "Search"}</h1>
        {counted && (
          <output class="quiet" aria-live="polite">
            {timeline.total === 0 ? "Nothing found" : formatAmount(timeline.total, "result")}
          </output>
        )}
      </div>
      {reading && reading.chips.length > 0 && (
        <ul class="chips" aria-label="Parts of the search">
          {reading.chips.map((chip) => (
            <QueryChip key={`${chip.kind} ${chip.text} ${chip.negated}`} chip={chip} />
          ))}
        </ul>
      )}
      {reading && reading.unknown.length > 0 && (
        <p class="not-understood">Not understood: {reading.unknown.join(", ")}</p>
      )}
    </section>
  );
}
