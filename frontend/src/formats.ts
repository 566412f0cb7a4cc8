/** Facts as people read them, in the reader's locale. Times are local to the picture: never moved between zones. */

type Parts = Intl.DateTimeFormatOptions;

const dayParts: Parts = { weekday: "short", day: "numeric", month: "short", year: "numeric" };
const momentParts: Parts = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" };
const formatters = new Map<Parts, Intl.DateTimeFormat>();

function format(local: string, parts: Parts): string {
  const formatter = formatters.get(parts) ?? new Intl.DateTimeFormat(undefined, { ...parts, timeZone: "UTC" });
  formatters.set(parts, formatter);
  const instant = new Date(local.length > 10 ? `${local.slice(0, 19)}Z` : `${local}T00:00Z`);
  return Number.isNaN(instant.getTime()) ? local : formatter.format(instant);
}

/** "Sat, 4 Aug 2007" for "2007-08-04". */
export function formatDay(day: string): string {
  return format(day, dayParts);
}

const shortDayParts: Parts = { day: "numeric", month: "short", year: "numeric" };

/** "4 Aug 2007" for "2007-08-04", where there is little room. */
export function formatShortDay(day: string): string {
  return format(day, shortDayParts);
}

/** "4 August 2007 at 12:30" for "2007-08-04T12:30:00". */
export function formatMoment(local: string): string {
  return format(local, momentParts);
}

const monthParts: Parts = { month: "long", year: "numeric" };
const shortMonthParts: Parts = { month: "short", year: "numeric" };

/** "August 2007" for "2007-08". */
export function formatMonth(month: string): string {
  return format(`${month}-01`, monthParts);
}

/** "Aug 2007" for "2007-08". */
export function formatShortMonth(month: string): string {
  return format(`${month}-01`, shortMonthParts);
}

/** "1:02:05" or "0:12" for seconds. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(rest).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

export function formatCount(count: number): string {
  return count.toLocaleString();
}

/** "1 photo", "1,234 photos". */
export function formatAmount(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** Bytes in powers of 1000, as file managers and disk makers count: "4.2 MB". */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1000 ** power;
  return `${amount.toLocaleString(undefined, { maximumFractionDigits: amount < 10 && power > 0 ? 1 : 0 })} ${units[power]}`;
}

/** "1/250 s" or "2 s" for an exposure in seconds. */
export function formatExposure(seconds: number): string {
  if (seconds <= 0) return "";
  return seconds < 0.4 ? `1/${Math.round(1 / seconds)} s` : `${Number(seconds.toFixed(1))} s`;
}

/** "51.48750° N, 0.16870° W". */
export function formatCoordinates(latitude: number, longitude: number): string {
  const north = `${Math.abs(latitude).toFixed(5)}° ${latitude < 0 ? "S" : "N"}`;
  return `${north}, ${Math.abs(longitude).toFixed(5)}° ${longitude < 0 ? "W" : "E"}`;
}

/** "12.2 megapixels". */
export function formatMegapixels(width: number, height: number): string {
  return `${((width * height) / 1e6).toLocaleString(undefined, { maximumFractionDigits: 1 })} megapixels`;
}

/** "$6.59" for 6.59 and "USD"; what is not nothing never reads as nothing: "< $0.01". */
export function formatMoney(amount: number, currency: string): string {
  const text = (value: number) => value.toLocaleString(undefined, { style: "currency", currency });
  return amount > 0 && amount < 0.005 ? `< ${text(0.01)}` : text(amount);
}

/** "$0.005 per 1,000"; the price of one with many zeros is told by the million. */
export function formatPrice(price: number, per: number, currency: string): string {
  const factor = per === 1 && price < 0.001 ? 1_000_000 : 1;
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 6 };
  const value = (price * factor).toLocaleString(undefined, { style: "currency", currency, ...digits });
  return per * factor === 1 ? value : `${value} per ${formatCount(per * factor)}`;
}

/** "8%" for a chance, or "1 in 2,200" where percents would have too many zeros. */
export function formatChance(chance: number): string {
  if (chance === 0) return "none";
  if (chance >= 0.01) return chance.toLocaleString(undefined, { style: "percent", maximumFractionDigits: 1 });
  return `1 in ${formatCount(Number((1 / chance).toPrecision(2)))}`;
}
