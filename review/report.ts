import type { Cause, ResourceChange, StackReview } from "./changes";
import { follows, NOTHING } from "./follows";
import { userDataDiff, type DocumentDiff } from "./user-data";

/** Something a reviewer must not overlook. */
export interface Callout {
  readonly kind:
    "lost" | "refused" | "unprotected" | "left behind" | "replaced" | "stopped" | "in place" | "not reached";
  readonly stack: string;
  readonly address: string;
  readonly why: string;
  /** What of it cannot be had back. @default nothing is lost */
  readonly loses?: string;
}

/** A file whose change is the same on several machines is listed once. */
export interface FileChange extends DocumentDiff {
  readonly machines: readonly string[];
}

export interface Totals {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly destroy: number;
  readonly leftBehind: number;
  /** Of `replace`. */
  readonly machines: number;
  /** Of `replace`. */
  readonly disks: number;
}

export interface Report {
  readonly callouts: readonly Callout[];
  /** Stacks in which something changes. */
  readonly stacks: readonly StackReview[];
  readonly files: readonly FileChange[];
  readonly totals: Totals;
}

/** What cannot be had back, what it is called, and what its loss means. */
const PROTECTED: Readonly<Record<string, { readonly called: string; readonly means: string }>> = {
  yandex_compute_disk: { called: "a data disk", means: "the data on it is gone, also of a machine that runs with it" },
  yandex_vpc_address: { called: "a public address", means: "the service gets another public address" },
  yandex_dns_zone: { called: "a DNS zone", means: "its names do not resolve until it is made anew" },
  tls_private_key: {
    called: "a private key",
    means: "what was derived from it (password, login, certificate) changes",
  },
};

/** What a machine has on its own disk, by the beginning of its stack's name. */
const OWN: Readonly<Record<string, string>> = { edge: "the history of metrics" };

const MACHINE = "yandex_compute_instance";
const DISK = "yandex_compute_disk";
const DELIVERY = /^null_resource\.delivery/;

/** The argument that cloud-init reads. */
export const USER_DATA = "metadata.user-data";

/** Brings the changes into the order and the words in which a reviewer wants them. */
export function report(reviews: readonly StackReview[]): Report {
  const resources = reviews.flatMap((stack) => stack.resources.map((change) => ({ change, status: stack.status })));
  const gone = resources.filter(({ change }) => change.action === "destroy" && !isData(change));
  const count = (action: ResourceChange["action"]): number =>
    resources.filter(({ change }) => change.action === action && !isData(change)).length;
  const replaced = (type: string): number =>
    resources.filter(({ change }) => change.action === "replace" && change.type === type).length;
  const leftBehind = gone.filter(({ status }) => status === "removed").length;
  return {
    callouts: resources
      .flatMap(({ change, status }) => callouts(change, status, reasons(change, reviews)))
      .sort((one, other) => KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind)),
    stacks: reviews.filter(
      ({ status, resources: list, outputs, settings }) =>
        status !== "kept" || list.length + outputs.length + settings.length > 0,
    ),
    files: fileChanges(reviews),
    totals: {
      create: count("create"),
      update: count("update"),
      replace: count("replace"),
      destroy: gone.length - leftBehind,
      leftBehind,
      machines: replaced(MACHINE),
      disks: replaced(DISK),
    },
  };
}

/** Whether something would be lost that cannot be had back. */
export function losesSomething({ callouts: list }: Report): boolean {
  return list.some(({ kind }) => kind === "lost");
}

/** What would be lost that cannot be had back: also what a machine alone has, which a review forgives. */
export function losses({ callouts: list }: Report): readonly Callout[] {
  return list.filter(({ loses }) => loses !== undefined);
}

export function isData({ type }: ResourceChange): boolean {
  return type.startsWith("data.");
}

/** Most urgent first. */
const KINDS: readonly Callout["kind"][] = [
  "lost",
  "refused",
  "unprotected",
  "left behind",
  "replaced",
  "stopped",
  "in place",
  "not reached",
];

function callouts(change: ResourceChange, status: StackReview["status"], because: string): Callout[] {
  const { stack, address, action, type } = change;
  const call = (kind: Callout["kind"], why: string, loses?: string): Callout => ({
    kind,
    stack,
    address,
    why,
    ...(loses !== undefined && { loses }),
  });
  const loss = change.tainted === "unused" ? undefined : PROTECTED[type];
  const refusal = change.preventDestroy ? "; prevent_destroy is set, so the engine will refuse" : "";
  const found: Callout[] = [];

  if (loss && action === "destroy") {
    found.push(
      call("lost", status === "removed" ? "no stack knows it any more" : `is destroyed: ${loss.means}`, loss.called),
    );
  } else if (loss && action === "replace") {
    found.push(call("lost", `is replaced (${because}): ${loss.means}${refusal}`, loss.called));
  } else if (type === MACHINE && action === "replace") {
    // Its creation failed, so it has nothing; or somebody has said that it is to be made anew.
    found.push(call("replaced", `${because}; ${away(stack, REPLACED)}`, change.tainted ? undefined : own(stack)));
  } else if (type === MACHINE && action === "destroy" && status === "kept") {
    found.push(call("replaced", "is destroyed and not made anew", own(stack)));
  } else if (type === MACHINE && action === "update") {
    const stops = change.arguments.filter(({ effect }) => effect === "stops").map(({ path }) => path);
    if (stops.length > 0)
      found.push(call("stopped", `${stops.join(", ")}: stopped and started again; ${away(stack, STOPPED)}`));
    found.push(...inPlace(change).map(({ kind, why }) => call(kind, why)));
  } else if (DELIVERY.test(address) && action === "replace") {
    found.push(...delivered(change).map((why) => call("in place", why)));
  }
  const of = (wanted: string): string =>
    change.arguments
      .filter(({ effect }) => effect === wanted)
      .map(({ path }) => path)
      .join(", ");
  if (action === "update" && of("refused")) {
    found.push(call("refused", `${of("refused")}: the provider plans this and then refuses it; it cannot be changed`));
  }
  if (action !== "replace" && action !== "create" && of("unseen")) {
    found.push(call("not reached", `${of("unseen")}: the provider does not look at it in a machine that exists`));
  }
  const protection = change.arguments.find(({ path }) => path === "lifecycle.prevent_destroy");
  if (action !== "destroy" && protection?.before === true && protection.after !== true) {
    found.push(call("unprotected", "prevent_destroy is taken away"));
  }
  if (status === "removed" && !loss && type === MACHINE) {
    found.push(call("left behind", "its stack is no longer in the app, so no command destroys it"));
  }
  return found;
}

/** What users notice of a machine that is away, by the beginning of its stack's name. */
type Away = readonly (readonly [string, string])[];
const APP_NODE = [
  "app-",
  "users notice nothing: the other app node serves, and follows only when this one does",
] as const;
const REPLACED: Away = [
  APP_NODE,
  ["edge", "the service is away until the new one serves, some minutes; the history of metrics is lost"],
  ["db", "requests for data fail until the new one serves, some minutes; the data stays"],
];
const STOPPED: Away = [
  APP_NODE,
  ["edge", "the service is away until it has booted"],
  ["db", "requests for data fail until it has booted"],
];

function away(stack: string, what: Away): string {
  return what.find(([name]) => stack.startsWith(name))?.[1] ?? "what it does is away meanwhile";
}

function own(stack: string): string | undefined {
  return Object.entries(OWN).find(([name]) => stack.startsWith(name))?.[1];
}

/** What is delivered anew to a machine that stays. */
function delivered(change: ResourceChange): string[] {
  const names = change.arguments.flatMap(({ path }) => /^triggers\.(.+)$/.exec(path)?.[1] ?? []);
  // A new machine gets everything.
  if (names.length === 0 || names.includes("instance")) return [];
  return [`takes ${names.join(", ")} when it is delivered, instances of bingo one after the other: ${NOTHING}`];
}

/** What a machine that runs does about its new user-data. */
function inPlace(change: ResourceChange): Pick<Callout, "kind" | "why">[] {
  const texts = userData(change);
  if (!texts) return [];
  const names = userDataDiff(texts.before, texts.after).map(({ name }) => name);
  const found = follows(texts.after, names);
  if (!found)
    return [{ kind: "not reached", why: "its user-data says of no file what follows, so it counts for new machines" }];
  const keys = names.filter((name) => /^cloud-config: (?!packages$|users$)/.test(name));
  return [
    ...found.map(({ step, noticed }) => ({ kind: "in place" as const, why: `${step}: ${noticed}` })),
    ...(found.length === 0 ? [{ kind: "in place" as const, why: "its files are written, no unit is touched" }] : []),
    ...keys.map((key) => ({ kind: "not reached" as const, why: `${key} counts for the next machine` })),
  ];
}

/** Of a machine's changed files this many are named. */
const NAMED_FILES = 5;

/** Why a resource is replaced, in a few words. */
function reasons(change: ResourceChange, reviews: readonly StackReview[]): string {
  const texts = userData(change);
  const files = texts ? userDataDiff(texts.before, texts.after).map(({ name }) => name) : [];
  // The files say more than the name of the resource that holds their hash.
  const triggers = files.length > 0 ? [] : change.triggers.map((cause) => triggerReason(change, cause, reviews));
  const more = files.length > NAMED_FILES ? [`and ${files.length - NAMED_FILES} more`] : [];
  return [
    ...(change.tainted ? ["its creation failed, or it is to be made anew"] : []),
    ...ownReasons(change),
    ...(change.triggers.length > 0 ? [...files.slice(0, NAMED_FILES), ...more] : []),
    ...triggers,
  ].join(", ");
}

function ownReasons(change: ResourceChange): string[] {
  return change.arguments
    .filter(({ effect }) => effect === "replaces")
    .map(({ path, cause }) => (cause ? `${path}: ${nameFrom(change, cause)} ${cause.what}` : path));
}

/** A trigger with what in turn changes it. */
function triggerReason(change: ResourceChange, cause: Cause, reviews: readonly StackReview[]): string {
  const trigger = reviews
    .find(({ name }) => name === cause.stack)
    ?.resources.find(({ address }) => address === cause.address);
  const origin = trigger ? ownReasons(trigger) : [];
  return `${nameFrom(change, cause)} ${cause.what}${origin.length > 0 ? ` (${origin.join(", ")})` : ""}`;
}

/** A name as seen from a resource: with the stack when that is another one. */
export function nameFrom(
  { stack }: { readonly stack: string },
  other: { readonly stack: string; readonly address: string },
): string {
  return other.stack === stack ? other.address : `${other.stack}/${other.address}`;
}

/** Both texts of a machine's user-data, if they differ. */
export function userData(change: ResourceChange): { readonly before: string; readonly after: string } | undefined {
  const found = change.arguments.find(({ path, effect }) => path === USER_DATA && effect !== "ignored");
  if (!found || found.cause) return undefined;
  const { before, after } = found;
  return typeof before === "string" && typeof after === "string" ? { before, after } : undefined;
}

function fileChanges(reviews: readonly StackReview[]): FileChange[] {
  const found = new Map<string, FileChange>();
  for (const change of reviews.flatMap(({ resources }) => resources)) {
    const texts = userData(change);
    for (const diff of texts ? userDataDiff(texts.before, texts.after) : []) {
      const key = JSON.stringify(diff);
      const machines = [...(found.get(key)?.machines ?? []), machineName(change, reviews)];
      found.set(key, { ...diff, machines });
    }
  }
  return [...found.values()].sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
}

/** The stack's name, where the stack is one machine. */
function machineName({ stack, address }: ResourceChange, reviews: readonly StackReview[]): string {
  const machines = reviews.find(({ name }) => name === stack)?.resources.filter(({ type }) => type === MACHINE) ?? [];
  return machines.length > 1 ? `${stack}/${address}` : stack;
}
