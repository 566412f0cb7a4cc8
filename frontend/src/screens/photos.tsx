import { useEffect } from "preact/hooks";
import { notify, notifyError } from "../notice";
import { isEverything, type Query, queryText } from "../query";
import { navigate } from "../router";
import { Empty, Failure } from "../shell/empty";
import { StatusLine } from "../shell/status-line";
import type { Timeline } from "../timeline/timeline";
import { TimelineView } from "../timeline/timeline-view";
import { SearchSummary } from "./search-summary";

interface Props {
  readonly timeline: Timeline;
  readonly query: Query;
  readonly words: string | null;
  /** False while the viewer lies over the photos. */
  readonly active: boolean;
}

const firstCommand = "shoebox sync ~/Pictures";

function copyFirstCommand(): void {
  navigator.clipboard.writeText(firstCommand).then(
    () => notify("Command copied."),
    () => notify("The browser did not allow copying."),
  );
}

function NothingHere({ searched }: { readonly searched: boolean }) {
  if (searched) {
    const showAll = () => navigate("/");
    return <Empty sentence="No photo matches this search." action="Show all photos" onAct={showAll} />;
  }
  const sentence = `Your shoebox is empty: add photos with “${firstCommand}”.`;
  return <Empty sentence={sentence} action="Copy the command" onAct={copyFirstCommand} />;
}

function Photos({ timeline, query, words, active }: Props) {
  const error = timeline.error.value;
  const known = timeline.version.value > 0 && timeline.opened;
  if (error !== null && !timeline.opened) return <Failure error={error} onAct={() => void timeline.open()} />;
  // Words of which none was understood find nothing, rather than everything.
  const lost = isEverything(query) && Boolean(words);
  if (lost || (known && timeline.total === 0)) return <NothingHere searched={lost || !isEverything(query)} />;
  return <TimelineView key={queryText(query)} timeline={timeline} query={query} words={words} active={active} />;
}

/** All photos, or those that a search finds. */
export function PhotosScreen(props: Props) {
  const { timeline, query, words } = props;
  const searched = !isEverything(query) || Boolean(words);
  const error = timeline.error.value;
  useEffect(() => {
    if (error && timeline.opened) notifyError(error, { name: "Try again", run: () => timeline.retry() });
  }, [error, timeline]);
  return (
    <main class="photos">
      {searched ? <SearchSummary query={query} words={words} timeline={timeline} /> : <h1 class="unseen">Photos</h1>}
      <Photos {...props} />
      {timeline.version.value > 0 && <StatusLine />}
    </main>
  );
}
