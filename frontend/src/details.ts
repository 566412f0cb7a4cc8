import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { fetchDetails, namePerson, type PhotoDetails, setFavourite } from "./api";
import { notify, notifyError } from "./notice";
import { markFavourite } from "./timeline/timelines";

const known = signal<ReadonlyMap<string, PhotoDetails>>(new Map());
const underway = new Map<string, Promise<PhotoDetails>>();
const mostKnown = 500;

function remember(details: PhotoDetails): void {
  const all = new Map(known.value);
  all.delete(details.id);
  all.set(details.id, details);
  for (const oldest of [...all.keys()].slice(0, -mostKnown)) all.delete(oldest);
  known.value = all;
}

/** What is known of a photo here and now; undefined until `loadDetails` has answered. */
export function knownDetails(id: string): PhotoDetails | undefined {
  return known.peek().get(id);
}

export function detailsOf(id: string): ReadonlySignal<PhotoDetails | undefined> {
  return computed(() => known.value.get(id));
}

/** Everything about a photo; asked for once. */
export function loadDetails(id: string): Promise<PhotoDetails> {
  const details = knownDetails(id);
  if (details) return Promise.resolve(details);
  const loading =
    underway.get(id) ??
    fetchDetails(id)
      .then((fetched) => {
        remember(fetched);
        return fetched;
      })
      .finally(() => underway.delete(id));
  underway.set(id, loading);
  return loading;
}

export async function toggleFavourite(id: string): Promise<void> {
  const favourite = !(await loadDetails(id)).favourite;
  const show = (value: boolean) => {
    const details = knownDetails(id);
    if (details) remember({ ...details, favourite: value });
    markFavourite(id, value);
  };
  show(favourite);
  await setFavourite(id, favourite).catch((error: unknown) => {
    show(!favourite);
    notifyError(error);
  });
}

async function saveName(cluster: string, name: string | null): Promise<void> {
  await namePerson(cluster, name);
  const renamed = [...known.value.values()].map((details) => ({
    ...details,
    faces: details.faces.map((face) => (face.cluster === cluster ? { ...face, person: name } : face)),
  }));
  known.value = new Map(renamed.map((details) => [details.id, details]));
}

/** Give a cluster of faces a name, with a way back; "" takes the name away. Says whether it was done. */
export async function rename(cluster: string, name: string, before: string | null, done: () => void): Promise<boolean> {
  const wanted = name.trim() || null;
  if (wanted === before) return true;
  try {
    await saveName(cluster, wanted);
  } catch (error) {
    notifyError(error);
    return false;
  }
  done();
  const undo = () => {
    void saveName(cluster, before).then(done, notifyError);
  };
  notify(wanted ? `Named ${wanted}.` : "Name taken away.", { name: "Undo", run: undo });
  return true;
}
