import type { PhotoPage } from "../src/api";
import type { Source } from "../src/timeline/timeline";

export interface MemoryPhoto {
  readonly id: string;
  readonly taken: string;
  readonly ratio: number;
}

/** Photos kept in memory, given out in pages, as the server does. */
export class MemorySource implements Source {
  readonly asked: string[] = [];
  broken = false;

  constructor(
    private readonly photos: readonly MemoryPhoto[],
    private readonly pageSize = 3,
  ) {}

  months() {
    if (this.broken) return Promise.reject(new Error("out of order"));
    const counts = new Map<string, number>();
    for (const { taken } of this.photos) counts.set(taken.slice(0, 7), (counts.get(taken.slice(0, 7)) ?? 0) + 1);
    return Promise.resolve({ total: this.photos.length, months: [...counts] });
  }

  page(month: string, after: string | null): Promise<PhotoPage> {
    this.asked.push(`${month} ${after ?? ""}`);
    if (this.broken) return Promise.reject(new Error("out of order"));
    const start = Number(after ?? 0);
    const all = this.photos.filter(({ taken }) => taken.startsWith(month));
    const part = all.slice(start, start + this.pageSize);
    const end = start + this.pageSize;
    return Promise.resolve({
      ids: part.map(({ id }) => id),
      taken: part.map(({ taken }) => taken),
      ratios: part.map(({ ratio }) => ratio),
      kinds: part.map(() => "photo" as const),
      durations: part.map(() => null),
      favourites: part.map(() => false),
      setAside: part.map(() => false),
      placeholders: part.map(() => null),
      after: end < all.length ? String(end) : null,
    });
  }
}

/** `counts` photos in as many months, newest first, each with its own name. */
export function photosOf(counts: readonly number[]): readonly MemoryPhoto[] {
  return counts.flatMap((count, at) =>
    Array.from({ length: count }, (_, index) => {
      const day = String(28 - (Math.floor(index / 4) % 28)).padStart(2, "0");
      const month = String(12 - (at % 12)).padStart(2, "0");
      const taken = `${2020 - Math.floor(at / 12)}-${month}-${day}T12:00:00`;
      return { id: `${at}-${index}`, taken, ratio: index % 3 === 0 ? 0.75 : 1.5 };
    }),
  );
}
