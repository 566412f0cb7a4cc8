import type { Bill, BillLine } from "../api";
import { formatAmount, formatMoney, formatPrice } from "../formats";

function rounded(amount: number): number {
  return amount >= 100 ? Math.round(amount) : Number(amount.toFixed(2));
}

function amountText(amount: number, unit: string): string {
  const units = unit === "GiB" ? unit : `${unit}s`;
  return amount < 0.005 ? `< ${formatAmount(0.01, unit, units)}` : formatAmount(rounded(amount), unit, units);
}

function Row({ line, currency }: { readonly line: BillLine; readonly currency: string }) {
  return (
    <tr>
      <th scope="row">{line.what}</th>
      <td class="number">
        {amountText(line.amount, line.unit)}
        {line.free > 0 && <span class="quiet bill-free">{amountText(line.free, line.unit)} free</span>}
      </td>
      <td class="number">× {formatPrice(line.price, line.per, currency)}</td>
      <td class="number">{formatMoney(line.cost, currency)}</td>
    </tr>
  );
}

function Group({ name, lines, currency }: { name: string; lines: readonly BillLine[]; currency: string }) {
  return (
    <tbody>
      <tr class="bill-group">
        <th scope="rowgroup" colSpan={4}>
          {name}
        </th>
      </tr>
      {lines.map((line) => (
        <Row key={line.what} line={line} currency={currency} />
      ))}
    </tbody>
  );
}

/** A bill line by line: (amount - free) × price = cost. Lines without an amount are left out. */
export function BillTable({ title, bill, currency }: { title: string; bill: Bill; currency: string }) {
  const lines = bill.lines.filter(({ amount }) => amount > 0);
  const names = [...new Set(lines.map(({ group }) => group))];
  return (
    <table class="bill">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">Line</th>
          <th scope="col">Amount</th>
          <th scope="col">Price</th>
          <th scope="col">Cost</th>
        </tr>
      </thead>
      {names.map((name) => (
        <Group key={name} name={name} lines={lines.filter(({ group }) => group === name)} currency={currency} />
      ))}
      <tfoot>
        <tr>
          <th scope="row" colSpan={3}>
            Total
          </th>
          <td class="number">{formatMoney(bill.total, currency)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
