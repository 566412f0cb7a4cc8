import type { Assumption, Collection, Forecast } from "../api";
import type { Assumed } from "../router";
import { bytesOf } from "./asking";

export interface AssumptionGroup {
  readonly title: string;
  readonly assumptions: readonly Assumption[];
}

/** These three say together how large a collection is: the server takes none of them alone. */
const sizes = ["photos", "videos", "gigabytes"];

const choices: Readonly<Record<string, readonly (readonly [value: string, text: string])[]>> = {
  archive_class: [
    ["STANDARD", "S3 Standard"],
    ["INTELLIGENT_TIERING", "Intelligent-Tiering"],
    ["GLACIER_IR", "Glacier Instant Retrieval"],
    ["DEEP_ARCHIVE", "Glacier Deep Archive"],
  ],
  recognition: [
    ["none", "None"],
    ["local", "Local models"],
    ["rekognition", "Rekognition"],
  ],
  free_tier: [
    ["yes", "Yes"],
    ["no", "No"],
  ],
};

const groups: readonly (readonly [title: string, names: readonly string[]])[] = [
  ["Your photos", [...sizes, "raw_share", "people_share", "faces_per_picture"]],
  ["Choices", ["recognition", "archive_class", "years", "import_months", "analysis_cap", "free_tier"]],
  [
    "What is stored",
    ["archive_after", "preview_kib", "thumbnail_kib", "metadata_kib", "replaced_share", "noncurrent_days"],
  ],
  [
    "How much is looked at",
    ["pages_viewed", "thumbnails_viewed", "previews_viewed", "opened_share", "verified_share", "page_seconds"],
  ],
  ["Recognition", ["labelled_share", "text_share", "searches_per_face", "kept_face_share"]],
  [
    "Functions and queue",
    [
      ...["function_gb", "local_gb", "photo_seconds", "raw_seconds", "video_seconds", "rekognition_seconds"],
      ...["local_seconds", "queue_requests", "queue_polls", "log_kib", "alarms"],
    ],
  ],
  [
    "Table and search index",
    ["table_writes", "table_reads", "table_kib", "index_kib", "index_builds", "index_seconds"],
  ],
];

const rest = "Drives, NAS and chances of loss";

function ofCollection(collection: Collection): readonly Assumption[] {
  const { photos, videos, raw_share, people_share, faces_per_picture } = collection;
  const gigabytes = Number((bytesOf(collection) / 1e9).toPrecision(4));
  return [
    { name: "photos", value: photos, unit: "photos", says: "How many photos there are." },
    { name: "videos", value: videos, unit: "videos", says: "How many videos there are." },
    { name: "gigabytes", value: gigabytes, unit: "GB (10⁹ bytes)", says: "How much all originals take." },
    { name: "raw_share", value: raw_share, unit: "share", says: "Photos that are camera RAW." },
    { name: "people_share", value: people_share, unit: "share", says: "Pictures that show people." },
    { name: "faces_per_picture", value: faces_per_picture, unit: "faces", says: "Faces found, over all pictures." },
  ];
}

/** Everything that can be changed, by subject; what no group names comes last. */
export function assumptionGroups({ collection, assumptions }: Forecast): readonly AssumptionGroup[] {
  const all = [...ofCollection(collection), ...assumptions];
  const named = groups.map(([title, names]) => ({
    title,
    assumptions: names.flatMap((name) => all.filter((assumption) => assumption.name === name)),
  }));
  const grouped = new Set(groups.flatMap(([, names]) => names));
  return [...named, { title: rest, assumptions: all.filter(({ name }) => !grouped.has(name)) }];
}

/** "Preview KiB" for "preview_kib". */
export function assumptionLabel(name: string): string {
  const words = name.replaceAll("_", " ").replace(/\b(gb|nas|raw)\b/, (letters) => letters.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1).replace(/\bkib$/, "KiB");
}

/** What an assumption can be, where it is not a number. */
export function choicesOf(name: string): readonly (readonly [value: string, text: string])[] | undefined {
  return choices[name];
}

/** The value as it is typed. */
export function valueText(value: Assumption["value"]): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}

/** Change one assumption; "" gives it back its default, and one of the sizes brings the others with it. */
export function withAssumption(assumed: Assumed, name: string, text: string, collection: Collection): Assumed {
  const changed = text.trim() === "" ? [] : [[name, text.trim()] as const];
  const together = sizes.includes(name) ? sizes : [name];
  const kept = Object.entries(assumed).filter(([other]) => !together.includes(other));
  if (together.length === 1 || changed.length === 0) return Object.fromEntries([...kept, ...changed]);
  const measured = ofCollection(collection).map(({ name, value }) => [name, valueText(value)] as const);
  const size = measured
    .filter(([other]) => sizes.includes(other))
    .map(([other, value]) => [other, assumed[other] ?? value]);
  return Object.fromEntries([...kept, ...size, ...changed]);
}
