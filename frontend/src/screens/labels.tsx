import { fetchLabels } from "../api";
import { formatCount } from "../formats";
import { ofLabel } from "../query";
import { navigate, searchPath } from "../router";
import { Empty, Failure } from "../shell/empty";
import { useLoaded } from "../shell/loading";

function LabelGrid({ labels }: { readonly labels: readonly (readonly [name: string, count: number])[] }) {
  if (labels.length === 0) {
    const sentence = "Things appear here once they have been recognised on your photos.";
    return <Empty sentence={sentence} action="See what is missing" onAct={() => navigate("/set-aside")} />;
  }
  return (
    <ul class="label-grid">
      {labels.map(([name, count]) => (
        <li key={name}>
          <a href={searchPath(ofLabel(name))}>
            <span>{name}</span>
            <span class="quiet number">{formatCount(count)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** What has been recognised on the photos, most frequent first. */
export function LabelsScreen() {
  const { loaded, retry } = useLoaded(fetchLabels);
  const { value: labels } = loaded;
  return (
    <main class="page">
      <h1>Things</h1>
      {labels.state === "failed" && <Failure error={labels.error} onAct={retry} />}
      {labels.state === "here" && <LabelGrid labels={labels.value} />}
    </main>
  );
}
