import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

export interface Shortcut {
  /** As in `KeyboardEvent.key`; any of them will do. */
  readonly keys: readonly string[];
  /** What it does, for the help. */
  readonly does: string;
  readonly run: () => void;
}

interface Group {
  readonly title: string;
  shortcuts: readonly Shortcut[];
}

/** The groups in force, the innermost last. */
export const shortcutGroups = signal<readonly Group[]>([]);

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}

/** Keys that a focused control already answers to. */
function belongsToControl(key: string, target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (key === " " || key === "Enter") return target.closest("a, button, video, summary") !== null;
  return key.startsWith("Arrow") && target.closest("[role=slider], video") !== null;
}

function answer(event: KeyboardEvent): void {
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  if (modified || event.defaultPrevented || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return; // Its keys are the browser's.
  if (belongsToControl(event.key, event.target)) return;
  for (const group of shortcutGroups.value.toReversed()) {
    const shortcut = group.shortcuts.find(({ keys }) => keys.includes(event.key));
    if (!shortcut) continue;
    event.preventDefault();
    shortcut.run();
    return;
  }
}

export function startKeyboard(): void {
  document.addEventListener("keydown", answer);
}

/** Keep `shortcuts` in force while the component is there and `active`. */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[], active = true): void {
  const group = useRef<Group>({ title, shortcuts });
  group.current.shortcuts = shortcuts;
  useEffect(() => {
    if (!active) return;
    const own = group.current;
    shortcutGroups.value = [...shortcutGroups.value, own];
    return () => {
      shortcutGroups.value = shortcutGroups.value.filter((other) => other !== own);
    };
  }, [active]);
}
