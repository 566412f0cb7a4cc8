import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Assumption, Forecast } from "../api";
import { type Assumed, costPath } from "../router";
import { type AssumptionGroup, assumptionGroups, assumptionLabel, choicesOf, valueText } from "./assumptions";

type Change = (name: string, text: string) => void;

interface FieldProps {
  readonly assumption: Assumption;
  readonly typed: string | undefined;
  readonly onChange: Change;
  readonly onLeave: () => void;
}

/** While somebody types, the field keeps what was typed; afterwards it shows what the forecast was made with. */
function NumberField({ assumption: { name, value }, typed, onChange, onLeave }: FieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <input
      id={`assume-${name}`}
      inputMode="decimal"
      autocomplete="off"
      spellcheck={false}
      aria-describedby={`unit-${name} says-${name}`}
      value={draft ?? typed ?? valueText(value)}
      onInput={({ currentTarget }) => {
        setDraft(currentTarget.value);
        onChange(name, currentTarget.value);
      }}
      onBlur={() => {
        setDraft(null);
        onLeave();
      }}
    />
  );
}

function ChoiceField({ assumption: { name, value }, onChange }: FieldProps) {
  return (
    <select
      id={`assume-${name}`}
      aria-describedby={`says-${name}`}
      value={valueText(value)}
      onChange={({ currentTarget }) => onChange(name, currentTarget.value)}
    >
      {choicesOf(name)?.map(([choice, text]) => (
        <option key={choice} value={choice}>
          {text}
        </option>
      ))}
    </select>
  );
}

function AssumptionField(props: FieldProps) {
  const { name, unit, says } = props.assumption;
  const chosen = choicesOf(name) !== undefined;
  return (
    <div class={props.typed === undefined ? "assumption" : "assumption changed"}>
      <label for={`assume-${name}`}>{assumptionLabel(name)}</label>
      <div class="assumption-value">
        {chosen ? <ChoiceField {...props} /> : <NumberField {...props} />}
        {!chosen && (
          <span class="quiet" id={`unit-${name}`}>
            {unit === "share" ? "share, 0 to 1" : unit}
          </span>
        )}
      </div>
      <p class="quiet" id={`says-${name}`}>
        {says}
      </p>
    </div>
  );
}

function Group({ group, open, children }: { group: AssumptionGroup; open: boolean; children: ComponentChildren }) {
  return (
    <details class="assumption-group" open={open}>
      <summary>{group.title}</summary>
      <fieldset>
        <legend class="unseen">{group.title}</legend>
        {children}
      </fieldset>
    </details>
  );
}

/** Every assumption of the forecast, to be changed. */
export function AssumptionForm(props: {
  readonly forecast: Forecast;
  readonly assumed: Assumed;
  readonly onChange: Change;
  readonly onLeave: () => void;
}) {
  const { assumed } = props;
  return (
    <form class="assumptions" aria-labelledby="assumptions-title" onSubmit={(event) => event.preventDefault()}>
      <h2 id="assumptions-title">What is assumed</h2>
      <p class="quiet">
        Change anything: the forecast follows, and the address keeps it. An empty field goes back to its default.
        {Object.keys(assumed).length > 0 && (
          <>
            {" "}
            <a href={costPath()}>Reset everything</a>
          </>
        )}
      </p>
      {assumptionGroups(props.forecast).map((group, index) => (
        <Group
          key={group.title}
          group={group}
          open={index < 2 || group.assumptions.some(({ name }) => name in assumed)}
        >
          {group.assumptions.map((assumption) => (
            <AssumptionField
              key={assumption.name}
              assumption={assumption}
              typed={assumed[assumption.name]}
              onChange={props.onChange}
              onLeave={props.onLeave}
            />
          ))}
        </Group>
      ))}
    </form>
  );
}
