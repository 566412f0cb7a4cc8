import type { PhotoDetails } from "../api";
import { Icon } from "../icons";
import { notify } from "../notice";

const states: Readonly<Record<PhotoDetails["backed_up"], string>> = {
  verified: "Backed up and verified",
  stored: "Backed up, not verified yet",
  "in-place": "Not backed up: only where you keep it",
};

/** How safe the original is, with the checksum that proves it. */
export function BackupState({ id, state }: { readonly id: string; readonly state: PhotoDetails["backed_up"] }) {
  const copy = () => {
    navigator.clipboard.writeText(id).then(
      () => notify("Checksum copied."),
      () => notify("The browser did not allow copying."),
    );
  };
  return (
    <>
      <p>{states[state]}</p>
      <div class="checksum">
        <p class="quiet breakable">
          SHA-256 <code>{id}</code>
        </p>
        <button type="button" class="tool" aria-label="Copy checksum" title="Copy checksum" onClick={copy}>
          <Icon name="copy" />
        </button>
      </div>
    </>
  );
}
