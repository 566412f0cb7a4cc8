import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../icons";
import { type Shortcut, shortcutGroups, useShortcuts } from "../keyboard";

const keyNames: Readonly<Record<string, string>> = {
  " ": "Space",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
};

type Groups = ReadonlyMap<string, readonly Shortcut[]>;

/** The keys in force, under their titles, the innermost first. */
function shortcutsByTitle(): Groups {
  const groups = new Map<string, readonly Shortcut[]>();
  for (const { title, shortcuts } of shortcutGroups.value.toReversed()) {
    groups.set(title, [...(groups.get(title) ?? []), ...shortcuts]);
  }
  return groups;
}

function HelpDialog({ open, groups }: { open: Signal<boolean>; groups: Groups }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => {
    open.value = false;
  };
  return (
    <dialog class="help" ref={dialog} aria-label="Keyboard shortcuts" onClose={close}>
      <div class="help-head">
        <h2>Keyboard shortcuts</h2>
        <button type="button" class="tool" aria-label="Close" title="Close" onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      {[...groups].map(([title, shortcuts]) => (
        <section key={title}>
          <h3>{title}</h3>
          <dl>
            {shortcuts.map(({ keys, does }) => (
              <div key={does}>
                <dt>
                  <kbd>{keys.map((key) => keyNames[key] ?? key).join(", ")}</kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </dialog>
  );
}

/** Lists the keys that work where the reader is. */
export function Help() {
  const open = useSignal(false);
  const toggle = () => {
    open.value = !open.value;
  };
  useShortcuts("Everywhere", [{ keys: ["?"], does: "This list", run: toggle }]);
  return open.value ? <HelpDialog open={open} groups={shortcutsByTitle()} /> : null;
}
