import { fetchSetAside, fetchStatus, type LibraryStatus, originalAddress, type SetAsidePhoto } from "../api";
import { formatBytes, formatCount } from "../formats";
import { Icon } from "../icons";
import { costPath, photoPath } from "../router";
import { Failure } from "../shell/empty";
import { useLoaded } from "../shell/loading";
import { statusSentence } from "../shell/status-line";

function Counts({ status }: { readonly status: LibraryStatus }) {
  const counts: readonly (readonly [string, number])[] = [
    ["Photos", status.photos],
    ["Videos", status.videos],
    ["Verified", status.verified],
    ["Set aside", status.setAside],
  ];
  return (
    <section aria-label="Library">
      <p class="health-sentence">{statusSentence(status)}.</p>
      <dl class="counts">
        {counts.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{formatCount(count)}</dd>
          </div>
        ))}
      </dl>
      {status.missing.length > 0 && (
        <ul class="missing" aria-label="Missing">
          {status.missing.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function SetAsideRow({ photo }: { readonly photo: SetAsidePhoto }) {
  const path = photo.paths[0] ?? photo.id;
  return (
    <li>
      <Icon name="file" />
      <div class="aside-facts">
        <a class="breakable" href={photoPath(photo.id)}>
          {path}
        </a>
        <p class="quiet">{photo.reason ?? "It could not be read."}</p>
      </div>
      <span class="quiet number">{formatBytes(photo.size)}</span>
      <a
        class="tool"
        href={originalAddress(photo.id, { download: true })}
        download=""
        aria-label={`Download ${path}`}
        title={`Download ${path}`}
      >
        <Icon name="download" />
      </a>
    </li>
  );
}

function SetAsideList({ photos }: { readonly photos: readonly SetAsidePhoto[] }) {
  return (
    <section aria-labelledby="set-aside-title">
      <h2 id="set-aside-title">Set aside</h2>
      <p class="quiet">
        {photos.length === 0
          ? "Every file could be read."
          : "These files could not be read as pictures. They are kept and backed up all the same."}
      </p>
      <ul class="aside-list">
        {photos.map((photo) => (
          <SetAsideRow key={photo.id} photo={photo} />
        ))}
      </ul>
    </section>
  );
}

/** How the library is: what is safe, what is missing, what could not be read. */
export function HealthScreen() {
  const status = useLoaded(fetchStatus);
  const setAside = useLoaded(fetchSetAside);
  const { value: library } = status.loaded;
  const { value: photos } = setAside.loaded;
  return (
    <main class="page">
      <h1>Health</h1>
      {library.state === "failed" && <Failure error={library.error} onAct={status.retry} />}
      {library.state === "here" && <Counts status={library.value} />}
      {photos.state === "failed" && <Failure error={photos.error} onAct={setAside.retry} />}
      {photos.state === "here" && <SetAsideList photos={photos.value} />}
      <p class="quiet about">
        <a href={costPath()}>What would this cost in AWS?</a>
      </p>
      {library.state === "here" && (
        <p class="quiet about">
          Shoebox {library.value.version} · {library.value.library}
        </p>
      )}
    </main>
  );
}
