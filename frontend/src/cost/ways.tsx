import type { Forecast, Way } from "../api";
import { formatAmount, formatChance, formatMoney } from "../formats";
import { yearsOf } from "./asking";
import { verdictSentences, winSentence } from "./verdict";

function facts({ off_site, loss, note }: Way): string {
  const copy = off_site ? "a copy outside your home" : "no copy outside your home";
  const chance = loss === null ? "chance of loss not published" : `loss by hardware: ${formatChance(loss)}`;
  return `${copy} · ${chance} · ${note}`;
}

function markOf({ name }: Way, { cheapest, cheapest_off_site }: Forecast["verdict"]): string | null {
  if (name === cheapest) return "cheapest";
  return name === cheapest_off_site ? "cheapest with a copy elsewhere" : null;
}

function Bar({ way, most, mark, currency }: { way: Way; most: number; mark: string | null; currency: string }) {
  return (
    <li class={`way way-${way.kind}`}>
      <div class="way-name">
        <span>
          {way.name} {mark && <strong class="way-mark">{mark}</strong>}
        </span>
        <span class="number">{formatMoney(way.cost.total, currency)}</span>
      </div>
      <div class="way-bar" aria-hidden="true">
        <div style={{ width: `${most > 0 ? (100 * way.cost.total) / most : 0}%` }} />
      </div>
      <p class="quiet">{facts(way)}</p>
    </li>
  );
}

/** Every way to keep the photos as a bar as long as its cost, cheapest first, and the verdict in words. */
export function Ways({ forecast }: { readonly forecast: Forecast }) {
  const { ways, verdict, currency } = forecast;
  const most = Math.max(...ways.map(({ cost }) => cost.total));
  return (
    <section aria-labelledby="ways-title">
      <h2 id="ways-title">Ways to keep them for {formatAmount(yearsOf(forecast), "year")}</h2>
      <div class="verdict">
        {verdictSentences(forecast).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <ol class="ways" aria-label="Ways by cost, cheapest first">
        {ways.map((way) => (
          <Bar key={way.name} way={way} most={most} mark={markOf(way, verdict)} currency={currency} />
        ))}
      </ol>
      <ul class="plan-wins" aria-label="Where subscriptions win">
        {verdict.subscriptions_win.map((found) => (
          <li key={found.plan}>{winSentence(found)}</li>
        ))}
        <li>A subscription that you pay for anyway costs you nothing more.</li>
      </ul>
      <p class="quiet">
        Loss by hardware means that originals go with all their copies. Deleting by mistake, a closed account and an
        unpaid bill are in no figure: keep a bucket and a drive.
      </p>
    </section>
  );
}
