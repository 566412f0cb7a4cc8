import { signal } from "@preact/signals";
import { fetchSetAside } from "./api";

const reasons = signal<ReadonlyMap<string, string> | null>(null);
let asked = false;

async function load(): Promise<void> {
  const photos = await fetchSetAside().catch(() => []);
  reasons.value = new Map(photos.map(({ id, reason }) => [id, reason ?? "It could not be read."]));
}

/** Why a photo has no picture. The list is fetched at the first question; components that ask are drawn again then. */
export function reasonFor(id: string): string {
  if (!asked) {
    asked = true;
    void load();
  }
  return reasons.value?.get(id) ?? "Set aside: it could not be read. It is backed up all the same.";
}
