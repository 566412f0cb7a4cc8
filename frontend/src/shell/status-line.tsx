import { fetchStatus, type LibraryStatus } from "../api";
import { formatAmount, formatCount } from "../formats";
import { useLoaded } from "./loading";

/** "1,234 photos, 5 videos · all backed up and verified". */
export function statusSentence({ photos, videos, verified }: LibraryStatus): string {
  const all = photos + videos;
  const amounts = [formatAmount(photos, "photo"), ...(videos > 0 ? [formatAmount(videos, "video")] : [])].join(", ");
  if (all === 0) return amounts;
  const safety =
    verified >= all ? "all backed up and verified" : `${formatCount(verified)} of ${formatCount(all)} verified`;
  return `${amounts} · ${safety}`;
}

/** A quiet line about the library as a whole. */
export function StatusLine() {
  const { loaded } = useLoaded(fetchStatus);
  const { value: status } = loaded;
  if (status.state !== "here") return null;
  const { setAside, missing } = status.value;
  return (
    <footer class="status-line">
      <span>{statusSentence(status.value)}</span>
      {setAside > 0 && <a href="/set-aside">{formatCount(setAside)} set aside</a>}
      {missing.length > 0 && <a href="/set-aside">{formatAmount(missing.length, "thing")} missing</a>}
    </footer>
  );
}
