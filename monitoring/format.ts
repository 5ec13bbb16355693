import type { Unit } from "./panel";

/** Writes a value for a person. NaN, which Prometheus returns for a share of nothing, is a dash. */
export function format(value: number, unit: Unit): string {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "–∞";
  switch (unit) {
    case "rate":
      return `${digits(value)}/s`;
    case "share":
      return `${digits(value * 100)} %`;
    case "seconds":
      return seconds(value);
    case "bytes":
      return bytes(value);
    case "count":
      return digits(value);
    case "age":
      return age(value);
    case "yes":
      return value === 1 ? "yes" : "no";
  }
}

/** Writes three significant digits, of which at most two are decimals. */
function digits(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && size < 0.005) return value > 0 ? "<0.01" : "0";
  const behind = size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : 2;
  return String(Number(value.toFixed(behind)));
}

function seconds(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0 s";
  if (size < 0.001) return `${digits(value * 1e6)} µs`;
  return size < 1 ? `${digits(value * 1000)} ms` : `${digits(value)} s`;
}

function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = value <= 0 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  return `${digits(value / 1000 ** power)} ${units[power] ?? ""}`;
}

function age(value: number): string {
  if (value < 0) return `−${age(-value)}`;
  if (value < 60) return `${Math.floor(value)} s`;
  if (value < 3600) return `${Math.floor(value / 60)} min ${Math.floor(value % 60)} s`;
  if (value < 2 * 86400) return `${Math.floor(value / 3600)} h ${Math.floor((value % 3600) / 60)} min`;
  return `${Math.floor(value / 86400)} d`;
}

/** Puts the labels of a series into a legend. */
export function legend(template: string, labels: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => labels[name] ?? "");
}
