import { blockOf, type Json, type JsonObject } from "../../config/json";
import type { Synthesized } from "../../review/tree";
import { columns } from "../columns";
import { FREE, HOURS, PRICES } from "./prices";

/** What one resource costs. */
export interface CostRow {
  /** For example `edge`, or `NAT gateway`. */
  readonly name: string;
  /** For example `2 cores, 2 GB, 20 GB network-ssd`. */
  readonly what: string;
  /** RUB a month with VAT. undefined: its price is not known */
  readonly rub: number | undefined;
}

/** What an installation costs a month, resource by resource. */
export interface MonthlyCost {
  readonly rows: readonly CostRow[];
  /** RUB of the rows with a price. */
  readonly total: number;
  /** Names of the rows without. */
  readonly unpriced: readonly string[];
}

/** Counts what synthesized stacks cost, if they run all month. Traffic is not in it. */
export function monthlyCost(synthesized: Synthesized): MonthlyCost {
  const rows = [...synthesized].flatMap(([stack, { resources }]) =>
    [...resources].flatMap(([address, block]) => rowsOf(stack, address.split(".")[0] ?? "", block)),
  );
  return {
    rows,
    total: rows.reduce((sum, { rub = 0 }) => sum + rub, 0),
    unpriced: [...new Set(rows.filter(({ rub }) => rub === undefined).map(({ name }) => name))],
  };
}

/** Writes a table for a terminal. */
export function costLines({ rows, total, unpriced }: MonthlyCost): readonly string[] {
  const table = [
    ...rows.map(({ name, what, rub }) => [name, what, rub === undefined ? "no price known" : shownRub(rub)]),
    ["in all", "", shownRub(total)],
  ];
  return [
    `What this costs a month of ${HOURS} hours, in RUB with VAT, at the prices of ${PRICES.date}:`,
    ...columns(table),
    `Not in it: traffic${unpriced.map((name) => `, ${name}`).join("")}. ${PRICES.source}`,
  ];
}

/** One line for a review: what a change does to the cost. */
export function costChange(base: Synthesized, head: Synthesized): string {
  const [before, after] = [monthlyCost(base), monthlyCost(head)];
  const difference = Math.round(after.total) - Math.round(before.total);
  const prices = `at the prices of ${PRICES.date}`;
  const unpriced = [...new Set([...before.unpriced, ...after.unpriced])];
  const without = unpriced.length === 0 ? "" : `; no price known: ${unpriced.join(", ")}`;
  return difference === 0
    ? `Cost: ${shownRub(after.total)} RUB a month, as before, ${prices}${without}.`
    : `Cost: ${shownRub(before.total)} → ${shownRub(after.total)} RUB a month (${difference > 0 ? "+" : "−"}${shownRub(Math.abs(difference))}), ${prices}${without}.`;
}

function rowsOf(stack: string, type: string, block: JsonObject): CostRow[] {
  const month = (hour: number | undefined): number | undefined => (hour === undefined ? undefined : hour * HOURS);
  switch (type) {
    case "yandex_compute_instance":
      return [machineRow(stack, block)];
    case "yandex_compute_disk": {
      const [size, diskType] = [Number(block["size"]), text(block["type"])];
      return [{ name: text(block["name"]), what: `${size} GB ${diskType}`, rub: month(diskPrice(diskType, size)) }];
    }
    case "yandex_vpc_gateway":
      return [{ name: "NAT gateway", what: "", rub: month(PRICES.natGateway) }];
    case "yandex_vpc_address":
      return [{ name: "public address", what: "", rub: month(PRICES.publicAddress) }];
    case "yandex_compute_snapshot_schedule":
      // They cost by what they hold, which nobody knows beforehand.
      return [{ name: "snapshots", what: `kept for ${text(block["retention_period"])}`, rub: undefined }];
    default:
      return !type.startsWith("yandex_") || FREE.includes(type)
        ? []
        : [{ name: type, what: text(block["name"]), rub: undefined }];
  }
}

function machineRow(stack: string, block: JsonObject): CostRow {
  const { cores, memory } = blockOf(block["resources"]);
  const preemptible = blockOf(block["scheduling_policy"])["preemptible"] === true;
  const boot = blockOf(blockOf(block["boot_disk"])["initialize_params"]);
  const [size, diskType] = [Number(boot["size"]), text(boot["type"])];
  const prices = PRICES.platforms[text(block["platform_id"])]?.[preemptible ? "preemptible" : "regular"];
  const disk = diskPrice(diskType, size);
  const hour = prices && disk !== undefined && Number(cores) * prices.core + Number(memory) * prices.memoryGb + disk;
  return {
    name: stack,
    what: `${Number(cores)} cores, ${Number(memory)} GB, ${size} GB ${diskType}${preemptible ? ", preemptible" : ""}`,
    rub: typeof hour === "number" && !Number.isNaN(hour) ? hour * HOURS : undefined,
  };
}

/** RUB an hour. undefined: the type's price is not known */
function diskPrice(type: string, sizeGb: number): number | undefined {
  const price = PRICES.diskGb[type];
  return price === undefined || Number.isNaN(sizeGb) ? undefined : price * sizeGb;
}

function shownRub(rub: number): string {
  return Math.round(rub).toLocaleString("en");
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
