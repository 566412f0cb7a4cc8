import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../icons";
import { useShortcuts } from "../keyboard";
import { route } from "../router";
import { readingOf, searchFor } from "../search";

/** What the box says for the search in the address: what was typed, else the query in English. */
function wordsInForce(): string {
  const current = route.value;
  if (!("query" in current)) return "";
  return current.words ?? readingOf(current.query, current.words)?.described ?? "";
}

/** The search, always in sight. */
export function SearchBox({ active }: { readonly active: boolean }) {
  const box = useRef<HTMLInputElement>(null);
  const words = wordsInForce();
  useEffect(() => {
    if (box.current) box.current.value = words;
  }, [words]);
  useShortcuts("Everywhere", [{ keys: ["/"], does: "Search", run: () => box.current?.select() }], active);
  const submit = (event: Event) => {
    event.preventDefault();
    box.current?.blur();
    void searchFor(box.current?.value ?? "");
  };
  const leave = (event: KeyboardEvent) => {
    if (event.key === "Escape") box.current?.blur();
  };
  return (
    <search>
      <form class="search-box" onSubmit={submit}>
        <Icon name="search" />
        <input
          ref={box}
          type="search"
          name="q"
          aria-label="Search photos"
          aria-keyshortcuts="/"
          placeholder="Try “beach 2007” or a name"
          autocomplete="off"
          enterkeyhint="search"
          onKeyDown={leave}
        />
      </form>
    </search>
  );
}
