import { useSignal } from "@preact/signals";
import type { Face, PhotoDetails } from "../api";
import { rename } from "../details";
import { FaceCover } from "../people/face-cover";
import { NameField } from "../people/name-field";
import { loadPeople } from "../people/people-list";
import { ofPerson } from "../query";
import { searchPath } from "../router";

function FaceRow({ photo, face }: { readonly photo: string; readonly face: Face }) {
  const naming = useSignal(false);
  const { cluster, person } = face;
  const edit = () => {
    naming.value = cluster !== null;
  };
  const save = async (name: string) => {
    naming.value = false;
    if (cluster !== null) await rename(cluster, name, person, () => void loadPeople());
  };
  const cancel = () => {
    naming.value = false;
  };
  return (
    <li class="face-row">
      <FaceCover cover={{ photo, box: face.box }} size={44} />
      {naming.value ? (
        <NameField name={person ?? ""} onSave={save} onCancel={cancel} autoFocus />
      ) : (
        <>
          <button type="button" class="chip" disabled={cluster === null} onClick={edit}>
            {person ?? (cluster === null ? "Face" : "Who is this?")}
          </button>
          {person && (
            <a class="quiet" href={searchPath(ofPerson(person))}>
              All photos
            </a>
          )}
        </>
      )}
    </li>
  );
}

/** The faces on a photo; choosing one names it, here and wherever the same person appears. */
export function InfoPeople({ details }: { readonly details: PhotoDetails }) {
  return (
    <ul class="face-rows">
      {details.faces.map((face) => (
        <FaceRow key={face.id} photo={details.id} face={face} />
      ))}
    </ul>
  );
}
