/** A search as the server spells it (the fields of its Query, defaults left out). `{}` finds everything. */
export type Query = Readonly<Record<string, unknown>>;

export const everything: Query = {};

export function isEverything(query: Query): boolean {
  return Object.keys(query).length === 0;
}

/** The query as it stands in addresses: compact JSON, "" for everything. */
export function queryText(query: Query): string {
  return isEverything(query) ? "" : JSON.stringify(query);
}

/** Read a query out of an address; what is not a JSON object finds everything. */
export function readQuery(text: string | null): Query {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Query) : everything;
  } catch {
    return everything;
  }
}

export function ofPerson(name: string): Query {
  return { people_all: [name] };
}

export function ofLabel(name: string): Query {
  return { labels_all: [name] };
}
