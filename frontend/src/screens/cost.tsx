import { useEffect, useRef } from "preact/hooks";
import { ApiError, type Forecast } from "../api";
import { bytesOf, costOver, example, type Told, useForecast, yearsOf } from "../cost/asking";
import { AssumptionForm } from "../cost/assumption-form";
import { withAssumption } from "../cost/assumptions";
import { BillTable } from "../cost/bill-table";
import { Prices } from "../cost/prices";
import { Ways } from "../cost/ways";
import { formatAmount, formatBytes, formatCount, formatMoney } from "../formats";
import { type Assumed, costPath, navigate } from "../router";
import { Failure } from "../shell/empty";

const settleAfter = 400;

function totals(forecast: Forecast): readonly (readonly [name: string, cost: string])[] {
  const { one_off, monthly, currency } = forecast;
  const years = yearsOf(forecast);
  return [
    ["Import, once", formatMoney(one_off.total, currency)],
    ["Each month", formatMoney(monthly.total, currency)],
    [`${formatAmount(years, "year")} in all`, formatMoney(costOver(years, forecast), currency)],
  ];
}

type Answered = Told & { readonly forecast: Forecast };

function About({ told: { forecast, isExample }, assumed }: { told: Answered; assumed: Assumed }) {
  const { collection, analysis_months: months } = forecast;
  const size = `${formatAmount(collection.photos, "photo")} and ${formatAmount(collection.videos, "video")}, ${formatBytes(bytesOf(collection))}`;
  return (
    <div class="cost-about">
      <p>
        {isExample
          ? `Your library is empty, so this is the cost of an example: ${size}.`
          : `${size}, in an AWS account of your own.`}
      </p>
      {months !== null && months > 1 && (
        <p class="quiet">
          The monthly cap spreads recognition over {formatCount(months)} months; backup does not wait.
        </p>
      )}
      {!isExample && (
        <p class="quiet">
          {"photos" in assumed ? (
            <a href={costPath(withAssumption(assumed, "photos", "", collection))}>Your library instead</a>
          ) : (
            <a href={costPath({ ...assumed, ...example })}>1 TB instead</a>
          )}
        </p>
      )}
    </div>
  );
}

function Totals({ forecast }: { readonly forecast: Forecast }) {
  return (
    <dl class="counts cost-totals">
      {totals(forecast).map(([name, cost]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{cost}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What came of the last change, in sight of the field that was changed. */
function Result({ forecast, error }: { readonly forecast: Forecast; readonly error: unknown }) {
  if (error === null) {
    const told = totals(forecast).map(([name, cost]) => `${name} ${cost}`);
    return <output class="cost-result">{told.join(" · ")}</output>;
  }
  const text = error instanceof ApiError ? `${error.message} ${error.hint}`.trim() : String(error);
  return (
    <p class="cost-result wrong" role="alert">
      {text}
    </p>
  );
}

/** Changes are gathered until typing pauses, then go into the address, which asks again. */
function useChanges(assumed: Assumed, forecast: Forecast | null) {
  const pending = useRef<{ assumed: Assumed; timer: number } | null>(null);
  const settle = () => {
    const { current } = pending;
    if (current === null) return;
    clearTimeout(current.timer);
    pending.current = null;
    navigate(costPath(current.assumed), { replace: true });
  };
  const change = (name: string, text: string) => {
    if (!forecast) return;
    clearTimeout(pending.current?.timer);
    const next = withAssumption(pending.current?.assumed ?? assumed, name, text, forecast.collection);
    pending.current = { assumed: next, timer: window.setTimeout(settle, settleAfter) };
  };
  useEffect(() => () => clearTimeout(pending.current?.timer), []);
  return { change, settle };
}

/** What the library would cost in AWS, what keeping it elsewhere would, and what both follow from. */
export function CostScreen({ assumed }: { readonly assumed: Assumed }) {
  const { told, retry } = useForecast(assumed);
  const { forecast, error } = told;
  const { change, settle } = useChanges(assumed, forecast);
  const changed = Object.keys(assumed).length > 0;
  return (
    <main class="page cost-page">
      <h1>What it would cost in AWS</h1>
      {forecast === null && error !== null && (
        <Failure
          error={error}
          action={changed ? "Start from the defaults" : "Try again"}
          onAct={changed ? () => navigate(costPath()) : retry}
        />
      )}
      {forecast && (
        <>
          <About told={{ ...told, forecast }} assumed={assumed} />
          <Totals forecast={forecast} />
          <Ways forecast={forecast} />
          <div>
            <AssumptionForm forecast={forecast} assumed={assumed} onChange={change} onLeave={settle} />
            <Result forecast={forecast} error={error} />
          </div>
          <section aria-labelledby="lines-title">
            <h2 id="lines-title">Line by line</h2>
            <p class="quiet">(Amount − what is free) × price = cost.</p>
            <BillTable title="The import, once" bill={forecast.one_off} currency={forecast.currency} />
            <BillTable title="Each month afterwards" bill={forecast.monthly} currency={forecast.currency} />
            <BillTable title="Reading every original back" bill={forecast.restore} currency={forecast.currency} />
          </section>
          <Prices forecast={forecast} />
        </>
      )}
    </main>
  );
}
