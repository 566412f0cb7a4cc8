import { computed, signal } from "@preact/signals";
import { fetchPeople, type Person } from "../api";

/** Everybody with a face in the library; null until asked for. */
export const people = signal<readonly Person[] | null>(null);

export const knownNames = computed(() => {
  const names = (people.value ?? []).flatMap(({ name }) => (name === null ? [] : [name]));
  return [...new Set(names)].sort((one, other) => one.localeCompare(other));
});

export async function loadPeople(): Promise<void> {
  people.value = await fetchPeople();
}
