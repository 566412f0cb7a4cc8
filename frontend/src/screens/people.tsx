import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Person } from "../api";
import { rename } from "../details";
import { formatAmount } from "../formats";
import { Icon } from "../icons";
import { FaceCover } from "../people/face-cover";
import { NameField } from "../people/name-field";
import { loadPeople, people } from "../people/people-list";
import { ofPerson } from "../query";
import { navigate, searchPath } from "../router";
import { Empty, Failure } from "../shell/empty";
import { useLoaded } from "../shell/loading";

const coverSize = 112;

async function saveName({ cluster, name: before }: Person, name: string): Promise<void> {
  if (await rename(cluster, name, before, () => void loadPeople())) await loadPeople();
}

function NamedPerson({ person, name }: { readonly person: Person; readonly name: string }) {
  const naming = useSignal(false);
  const stop = () => {
    naming.value = false;
  };
  const save = (wanted: string) => {
    stop();
    void saveName(person, wanted);
  };
  return (
    <li class="person">
      <a class="person-link" href={searchPath(ofPerson(name))}>
        <FaceCover cover={person.cover} size={coverSize} />
        {!naming.value && <span class="person-name">{name}</span>}
        <span class="quiet">{formatAmount(person.photos, "photo")}</span>
      </a>
      {naming.value ? (
        <NameField name={name} onSave={save} onCancel={stop} autoFocus />
      ) : (
        <button
          type="button"
          class="tool person-rename"
          aria-label={`Rename ${name}`}
          title={`Rename ${name}`}
          onClick={() => {
            naming.value = true;
          }}
        >
          <Icon name="pencil" />
        </button>
      )}
    </li>
  );
}

function UnnamedPerson({ person }: { readonly person: Person }) {
  const card = useRef<HTMLLIElement>(null);
  return (
    <li class="person" ref={card}>
      <button
        type="button"
        class="person-link"
        aria-label={`Unnamed person on ${formatAmount(person.photos, "photo")}: name them`}
        onClick={() => card.current?.querySelector("input")?.focus()}
      >
        <FaceCover cover={person.cover} size={coverSize} />
        <span class="quiet">{formatAmount(person.photos, "photo")}</span>
      </button>
      <NameField name="" onSave={(name) => void saveName(person, name)} onCancel={() => undefined} />
    </li>
  );
}

function PeopleGrid({ everybody }: { readonly everybody: readonly Person[] }) {
  if (everybody.length === 0) {
    const sentence = "People appear here once faces have been found on your photos.";
    return <Empty sentence={sentence} action="See what is missing" onAct={() => navigate("/set-aside")} />;
  }
  return (
    <ul class="people-grid">
      {everybody.map((person) =>
        person.name === null ? (
          <UnnamedPerson key={person.cluster} person={person} />
        ) : (
          <NamedPerson key={person.cluster} person={person} name={person.name} />
        ),
      )}
    </ul>
  );
}

/** Everybody in the library, to be named and found. */
export function PeopleScreen() {
  const { loaded, retry } = useLoaded(loadPeople);
  const { value: attempt } = loaded;
  return (
    <main class="page">
      <h1>People</h1>
      {attempt.state === "failed" && <Failure error={attempt.error} onAct={retry} />}
      {attempt.state !== "failed" && people.value && <PeopleGrid everybody={people.value} />}
    </main>
  );
}
