import type { Forecast, PlanWins, Way } from "../api";
import { formatBytes, formatMoney } from "../formats";

const winners: Readonly<Record<Way["kind"], string>> = {
  drives: "Drives of your own are cheapest",
  subscription: "A subscription is cheapest",
  aws: "A library of your own in AWS is cheapest",
};

function named(way: Way, currency: string): string {
  return `${way.name}, ${formatMoney(way.cost.total, currency)}`;
}

/** Who wins, whoever it is. */
export function verdictSentences({ ways, verdict, currency }: Forecast): readonly string[] {
  const cheapest = ways.find(({ name }) => name === verdict.cheapest);
  const elsewhere = ways.find(({ name }) => name === verdict.cheapest_off_site);
  return [
    ...(cheapest ? [`${winners[cheapest.kind]}: ${named(cheapest, currency)}.`] : []),
    ...(elsewhere && elsewhere !== cheapest
      ? [`With a copy outside your home, ${lowered(winners[elsewhere.kind])}: ${named(elsewhere, currency)}.`]
      : []),
  ];
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** From which size on a subscription is cheaper than Shoebox on AWS. */
export function winSentence({ plan, from_with_rekognition, from_with_own_models, to_gigabytes }: PlanWins): string {
  const starts = [
    ["with Rekognition", from_with_rekognition],
    ["with its own models", from_with_own_models],
  ] as const;
  const from = starts.flatMap(([how, start]) => (start === null ? [] : [`from ${formatBytes(start * 1e9)} ${how}`]));
  const end = to_gigabytes === null ? "" : `; it holds ${formatBytes(to_gigabytes * 1e9)}`;
  return `${plan} is cheaper than Shoebox on AWS ${from.join(", ")}${end}.`;
}
