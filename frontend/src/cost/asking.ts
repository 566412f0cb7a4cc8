import { useEffect, useState } from "preact/hooks";
import { type Collection, type Forecast, fetchForecast } from "../api";
import { type Assumed, costPath } from "../router";

/** What stands in for a library without photos: 1 TB. */
export const example: Assumed = { photos: "200000", gigabytes: "1000" };

/** The last answer, what went wrong since, and whether the answer is about the example. */
export interface Told {
  readonly forecast: Forecast | null;
  readonly error: unknown;
  readonly isExample: boolean;
}

/** How many bytes all originals take. */
export function bytesOf({ small, medium, large }: Collection): number {
  return small.bytes + medium.bytes + large.bytes;
}

function isEmpty({ small, medium, large }: Collection): boolean {
  return small.number + medium.number + large.number === 0;
}

async function ask(assumed: Assumed): Promise<Told> {
  const forecast = await fetchForecast(assumed);
  if ("photos" in assumed || !isEmpty(forecast.collection)) return { forecast, error: null, isExample: false };
  return { forecast: await fetchForecast({ ...example, ...assumed }), error: null, isExample: true };
}

/** The forecast for these assumptions; the one before stays until there is another. */
export function useForecast(assumed: Assumed): { readonly told: Told; readonly retry: () => void } {
  const [told, setTold] = useState<Told>({ forecast: null, error: null, isExample: false });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let current = true;
    ask(assumed).then(
      (answer) => current && setTold(answer),
      (error: unknown) => current && setTold((before) => ({ ...before, error })),
    );
    return () => {
      current = false;
    };
  }, [costPath(assumed), attempt]);
  return { told, retry: () => setAttempt(attempt + 1) };
}

/** What the import and `years` of keeping cost together, without a full restore. */
export function costOver(years: number, { one_off, monthly }: Forecast): number {
  return one_off.total + 12 * years * monthly.total;
}

/** For how many years the ways are compared. */
export function yearsOf({ assumptions }: Forecast): number {
  return Number(assumptions.find(({ name }) => name === "years")?.value ?? 0);
}
