import { computed, signal } from "@preact/signals";
import { everything, isEverything, type Query, queryText, readQuery } from "./query";

/** Assumptions of the forecast that the address changes, by name, as they were typed. */
export type Assumed = Readonly<Record<string, string>>;

/** What the address asks for. `words` are what was typed to get the query, where that is known. */
export type Route =
  | { readonly screen: "photos"; readonly query: Query; readonly words: string | null }
  | { readonly screen: "photo"; readonly id: string; readonly query: Query; readonly words: string | null }
  | { readonly screen: "cost"; readonly assumed: Assumed }
  | { readonly screen: "people" | "labels" | "health" | "unknown" };

export function readRoute(address: URL): Route {
  const query = readQuery(address.searchParams.get("query"));
  const words = address.searchParams.get("q");
  const photo = /^\/photo\/([^/]+)$/.exec(address.pathname)?.[1];
  if (photo !== undefined) return { screen: "photo", id: decodeURIComponent(photo), query, words };
  switch (address.pathname) {
    case "/":
      return { screen: "photos", query: everything, words: null };
    case "/search":
      return { screen: "photos", query, words };
    case "/people":
    case "/labels":
      return { screen: address.pathname === "/people" ? "people" : "labels" };
    case "/set-aside":
      return { screen: "health" };
    case "/cost":
      return { screen: "cost", assumed: Object.fromEntries(address.searchParams) };
    default:
      return { screen: "unknown" };
  }
}

function parameters(query: Query, words: string | null): string {
  const values = new URLSearchParams();
  if (!isEverything(query)) values.set("query", queryText(query));
  if (words) values.set("q", words);
  const text = values.toString();
  return text ? `?${text}` : "";
}

/** The address of a search's results; everything lives at "/". */
export function searchPath(query: Query, words: string | null = null): string {
  return isEverything(query) && !words ? "/" : `/search${parameters(query, words)}`;
}

/** The address of one photo among a search's results. */
export function photoPath(id: string, query: Query = everything, words: string | null = null): string {
  return `/photo/${encodeURIComponent(id)}${parameters(query, words)}`;
}

/** The address of a forecast with some assumptions changed. */
export function costPath(assumed: Assumed = {}): string {
  const text = new URLSearchParams(assumed).toString();
  return text ? `/cost?${text}` : "/cost";
}

const address = signal(new URL("http://localhost/"));

export const route = computed(() => readRoute(address.value));

/** Go to a path of this site; `replace` keeps the way back as it was. */
export function navigate(path: string, { replace = false, state = null as unknown } = {}): void {
  if (replace) history.replaceState(state ?? history.state, "", path);
  else history.pushState(state, "", path);
  address.value = new URL(location.href);
}

function followLink(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented || link.origin !== location.origin) return;
  if (link.hasAttribute("download") || link.target !== "" || readRoute(new URL(link.href)).screen === "unknown") return;
  event.preventDefault();
  navigate(link.href);
  window.scrollTo(0, 0);
}

/** Follow the browser's address, and links inside the page without loading it again. */
export function startRouter(): void {
  address.value = new URL(location.href);
  addEventListener("popstate", () => {
    address.value = new URL(location.href);
  });
  document.addEventListener("click", followLink);
}
