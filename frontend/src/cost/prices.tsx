import type { BillLine, Forecast } from "../api";
import { formatShortDay } from "../formats";

const evidence: Readonly<Record<BillLine["evidence"], string>> = {
  official: "AWS's price list or page",
  generated: "a program that asked AWS's price interface",
  reported: "said by somebody else",
  estimated: "our own guess",
};

interface Source {
  readonly text: string;
  readonly evidence: BillLine["evidence"];
  readonly oldest: string;
  readonly newest: string;
}

function sources(lines: readonly BillLine[]): readonly Source[] {
  const found = new Map<string, Source>();
  for (const line of lines) {
    const key = `${line.source} (${line.evidence})`;
    const { oldest, newest } = found.get(key) ?? { oldest: line.read, newest: line.read };
    found.set(key, {
      text: line.source,
      evidence: line.evidence,
      oldest: line.read < oldest ? line.read : oldest,
      newest: line.read > newest ? line.read : newest,
    });
  }
  return [...found.values()];
}

function span(oldest: string, newest: string): string {
  const first = formatShortDay(oldest);
  return oldest === newest ? first : `${first} to ${formatShortDay(newest)}`;
}

/** Where and when the prices were read. */
export function Prices({ forecast }: { readonly forecast: Forecast }) {
  const { one_off, monthly, restore, region, currency, prices_read } = forecast;
  // The ways through AWS are sums of the forecast: their prices are those of its bills.
  const others = forecast.ways.filter(({ kind }) => kind !== "aws").map(({ cost }) => cost);
  const lines = [one_off, monthly, restore, ...others].flatMap((bill) => bill.lines);
  return (
    <section aria-labelledby="prices-title">
      <h2 id="prices-title">Prices</h2>
      <p>
        {region}, {currency} without taxes, read {span(prices_read.oldest, prices_read.newest)}.
      </p>
      <ul class="price-sources">
        {sources(lines).map((source) => (
          <li key={`${source.text} (${source.evidence})`}>
            {source.text}
            <span class="quiet">
              {" "}
              · {evidence[source.evidence]} · {span(source.oldest, source.newest)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
