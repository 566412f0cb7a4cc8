import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { knownNames, loadPeople, people } from "./people-list";

interface Props {
  readonly name: string;
  readonly autoFocus?: boolean;
  readonly onSave: (name: string) => void;
  readonly onCancel: () => void;
}

/** Type a name: Enter saves, Escape leaves it as it was. Names already given are offered. */
export function NameField({ name, autoFocus = false, onSave, onCancel }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const list = useId();
  useEffect(() => {
    if (people.peek() === null) void loadPeople().catch(() => undefined); // Without it names are not offered, that is all.
  }, []);
  useLayoutEffect(() => {
    if (autoFocus) field.current?.focus();
  }, [autoFocus]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") onSave(field.current?.value ?? "");
    if (event.key !== "Escape") return;
    event.stopPropagation();
    if (field.current) field.current.value = name;
    field.current?.blur();
    onCancel();
  };
  return (
    <>
      <input
        class="name-field"
        ref={field}
        aria-label="Name"
        placeholder="Add a name"
        defaultValue={name}
        list={list}
        maxLength={200}
        autocomplete="off"
        enterkeyhint="done"
        onKeyDown={onKeyDown}
      />
      <datalist id={list}>
        {knownNames.value.map((known) => (
          <option key={known} value={known} />
        ))}
      </datalist>
    </>
  );
}
