import { type Query, queryText } from "./query";

export interface Chip {
  readonly kind: string;
  readonly text: string;
  readonly negated: boolean;
  readonly note: string | null;
  readonly without: Query;
}

export interface Described {
  readonly described: string;
  readonly chips: readonly Chip[];
}

export interface Parsed extends Described {
  readonly query: Query;
  readonly unknown: readonly string[];
}

export interface Months {
  readonly total: number;
  readonly months: readonly (readonly [month: string, count: number])[];
}

/** One page of a month's photos, a column a field: the n-th entries describe the n-th photo. */
export interface PhotoPage {
  readonly ids: readonly string[];
  readonly taken: readonly string[];
  readonly ratios: readonly number[];
  readonly kinds: readonly ("photo" | "video")[];
  readonly durations: readonly (number | null)[];
  readonly favourites: readonly boolean[];
  readonly setAside: readonly boolean[];
  readonly placeholders: readonly (string | null)[];
  readonly after: string | null;
}

/** Left, top, width and height in fractions of the picture. */
export type Box = readonly [x: number, y: number, width: number, height: number];

export interface Face {
  readonly id: string;
  readonly box: Box;
  readonly cluster: string | null;
  readonly person: string | null;
  readonly confidence: number;
}

export interface PhotoDetails {
  readonly id: string;
  readonly paths: readonly string[];
  readonly kind: "photo" | "video";
  readonly content_type: string;
  readonly media: readonly string[];
  readonly taken_local: string | null;
  readonly utc_offset: string | null;
  readonly taken_source: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly altitude: number | null;
  readonly place: readonly string[];
  readonly camera_make: string | null;
  readonly camera_model: string | null;
  readonly lens: string | null;
  readonly camera: {
    readonly exposure_time: number | null;
    readonly f_number: number | null;
    readonly iso: number | null;
    readonly focal_length: number | null;
  };
  readonly labels: readonly { readonly name: string; readonly confidence: number; readonly source: string }[];
  readonly faces: readonly Face[];
  readonly text: string | null;
  readonly rating: number | null;
  readonly favourite: boolean;
  readonly title: string | null;
  readonly description: string | null;
  readonly albums: readonly string[];
  readonly status: "ok" | "set-aside";
  readonly reason: string | null;
  readonly backed_up: "verified" | "stored" | "in-place";
  readonly size: number;
  readonly added_at: string;
  readonly duration: number | null;
}

export interface Person {
  readonly cluster: string;
  readonly name: string | null;
  readonly photos: number;
  readonly faces: number;
  readonly cover: { readonly photo: string; readonly box: Box } | null;
}

export interface LibraryStatus {
  readonly photos: number;
  readonly videos: number;
  readonly setAside: number;
  readonly verified: number;
  readonly missing: readonly string[];
  readonly library: string;
  readonly version: string;
}

export interface SetAsidePhoto {
  readonly id: string;
  readonly paths: readonly string[];
  readonly reason: string | null;
  readonly size: number;
}

/** One line of a bill: (amount - free) x price / per = cost. */
export interface BillLine {
  readonly group: string;
  readonly what: string;
  readonly amount: number;
  readonly free: number;
  readonly unit: string;
  readonly price: number;
  readonly per: number;
  readonly cost: number;
  readonly source: string;
  readonly read: string;
  readonly evidence: "official" | "generated" | "reported" | "estimated";
}

export interface Bill {
  readonly total: number;
  readonly lines: readonly BillLine[];
}

/** One way to keep the collection; chances are over all years, null where nobody publishes them. */
export interface Way {
  readonly name: string;
  readonly kind: "aws" | "drives" | "subscription";
  readonly cost: Bill;
  readonly off_site: boolean;
  readonly recognises: boolean;
  readonly loss: number | null;
  readonly note: string;
}

/** The sizes, in 10^9 bytes, between which a subscription is cheaper than Shoebox on AWS. */
export interface PlanWins {
  readonly plan: string;
  readonly from_with_rekognition: number | null;
  readonly from_with_own_models: number | null;
  readonly to_gigabytes: number | null;
}

export interface Assumption {
  readonly name: string;
  readonly value: number | string | boolean;
  readonly unit: string;
  readonly says: string;
}

interface Files {
  readonly number: number;
  readonly bytes: number;
}

export interface Collection {
  readonly photos: number;
  readonly videos: number;
  readonly small: Files;
  readonly medium: Files;
  readonly large: Files;
  readonly raw_share: number;
  readonly people_share: number;
  readonly faces_per_picture: number;
}

export interface Forecast {
  readonly collection: Collection;
  readonly region: string;
  readonly currency: string;
  readonly prices_read: { readonly oldest: string; readonly newest: string };
  readonly assumptions: readonly Assumption[];
  readonly one_off: Bill;
  readonly monthly: Bill;
  readonly restore: Bill;
  readonly analysis_months: number | null;
  readonly ways: readonly Way[];
  readonly verdict: {
    readonly cheapest: string;
    readonly cheapest_off_site: string;
    readonly subscriptions_win: readonly PlanWins[];
  };
}

/** What went wrong, and what to do next, in the server's words. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

function expectFields<T>(value: unknown, fields: readonly (keyof T & string)[]): T {
  const known = typeof value === "object" && value !== null && fields.every((field) => field in value);
  if (!known) throw new ApiError("The server answered in a form this page does not know.", "Reload the page.");
  return value as T;
}

async function failure(response: Response): Promise<ApiError> {
  const said: unknown = await response.json().catch(() => null);
  const error = (said as { error?: { message?: string; hint?: string } } | null)?.error;
  return new ApiError(error?.message ?? `The server answered ${response.status}.`, error?.hint ?? "");
}

async function send(path: string, options: RequestInit = {}): Promise<Response> {
  const response = await fetch(path, options).catch(() => {
    throw new ApiError("Shoebox does not answer.", "Is “shoebox serve” still running?");
  });
  if (!response.ok) throw await failure(response);
  return response;
}

async function get<T>(path: string, fields: readonly (keyof T & string)[]): Promise<T> {
  const response = await send(path, { headers: { Accept: "application/json" } });
  return expectFields<T>(await response.json().catch(() => null), fields);
}

async function post(path: string, body: unknown): Promise<void> {
  const headers = { "Content-Type": "application/json", "X-Shoebox": "1" };
  await send(path, { method: "POST", headers, body: JSON.stringify(body) });
}

function asked(query: Query, more: Readonly<Record<string, string>> = {}): string {
  const text = queryText(query);
  return new URLSearchParams({ ...(text ? { query: text } : {}), ...more }).toString();
}

const photoColumns = [
  "ids",
  "taken",
  "ratios",
  "kinds",
  "durations",
  "favourites",
  "setAside",
  "placeholders",
  "after",
] as const;

export function parseWords(words: string): Promise<Parsed> {
  const path = `/api/parse?${new URLSearchParams({ q: words })}`;
  return get<Parsed>(path, ["query", "described", "chips", "unknown"]);
}

export function describeQuery(query: Query): Promise<Described> {
  return get<Described>(`/api/chips?${asked(query)}`, ["described", "chips"]);
}

export function fetchMonths(query: Query): Promise<Months> {
  return get<Months>(`/api/timeline?${asked(query)}`, ["total", "months"]);
}

export function fetchPage(query: Query, month: string, after: string | null): Promise<PhotoPage> {
  return get<PhotoPage>(`/api/photos?${asked(query, { month, ...(after ? { after } : {}) })}`, photoColumns);
}

export function fetchDetails(id: string): Promise<PhotoDetails> {
  return get<PhotoDetails>(`/api/photos/${encodeURIComponent(id)}`, ["id", "paths", "faces", "labels", "size"]);
}

export async function fetchPeople(): Promise<readonly Person[]> {
  return (await get<{ people: readonly Person[] }>("/api/people", ["people"])).people;
}

/** Give the person behind a cluster of faces a name; null takes it away. */
export function namePerson(cluster: string, name: string | null): Promise<void> {
  return post(`/api/people/${encodeURIComponent(cluster)}`, { name });
}

export function setFavourite(id: string, favourite: boolean): Promise<void> {
  return post(`/api/photos/${encodeURIComponent(id)}/favourite`, { favourite });
}

export async function fetchLabels(): Promise<readonly (readonly [name: string, count: number])[]> {
  type Labels = { labels: readonly (readonly [string, number])[] };
  return (await get<Labels>("/api/labels", ["labels"])).labels;
}

export function fetchStatus(): Promise<LibraryStatus> {
  return get<LibraryStatus>("/api/status", ["photos", "videos", "setAside", "verified", "missing"]);
}

export async function fetchSetAside(): Promise<readonly SetAsidePhoto[]> {
  return (await get<{ photos: readonly SetAsidePhoto[] }>("/api/set-aside", ["photos"])).photos;
}

const forecastFields = ["collection", "assumptions", "one_off", "monthly", "restore", "ways", "verdict"] as const;

/** What the library would cost in AWS, with some assumptions changed by name. */
export function fetchForecast(assumed: Readonly<Record<string, string>>): Promise<Forecast> {
  return get<Forecast>(`/api/cost?${new URLSearchParams(assumed)}`, forecastFields);
}

/** Longest edge of the previews, in pixels. */
export const previewEdge = 2048;

export function thumbnailAddress(id: string): string {
  return `/thumbnails/${encodeURIComponent(id)}`;
}

export function previewAddress(id: string): string {
  return `/previews/${encodeURIComponent(id)}`;
}

export function originalAddress(id: string, { download = false } = {}): string {
  return `/originals/${encodeURIComponent(id)}${download ? "?download=1" : ""}`;
}
