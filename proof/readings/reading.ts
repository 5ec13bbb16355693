/**
 * A doubtful fact of bingo on its other side. `lab/programs/bingo/README.md` says what each switch of the stand-in means,
 * what its default is, and on what evidence.
 */
export interface Reading {
  readonly id: string;
  /** What would be so, in a few words. */
  readonly text: string;
  /** Switches of the stand-in that differ from their defaults. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Every switch with two sides, on the side that is not its default, and all of them at once. */
export function readings(): readonly Reading[] {
  return [
    { id: "defaults", text: "the best evidence on every point", settings: {} },
    ...OTHER_SIDES,
    {
      id: "all",
      text: "all of these at once",
      settings: Object.assign({}, ...OTHER_SIDES.map(({ settings }) => settings)) as Record<string, string>,
    },
  ];
}

const OTHER_SIDES: readonly Reading[] = [
  { id: "refuses", text: "answers 429 above its limit", settings: { STANDIN_LIMITER: "refuse" } },
  { id: "plain-ids", text: "compares whole ids of operations", settings: { STANDIN_OPERATION: "plain" } },
  { id: "says-ok", text: "answers OK to an operation", settings: { STANDIN_OPERATION_ANSWER: "ok" } },
  { id: "whole-lists", text: "lists whole tables, unordered", settings: { STANDIN_LISTS: "whole" } },
  { id: "missing-null", text: "answers null for a row that is not there", settings: { STANDIN_MISSING_ROW: "null" } },
  { id: "missing-list", text: "answers [] for it", settings: { STANDIN_MISSING_ROW: "list" } },
  { id: "missing-object", text: "answers {} for it", settings: { STANDIN_MISSING_ROW: "object" } },
  { id: "hides-password", text: "hides the password in /config", settings: { STANDIN_CONFIG_PAGE: "masked" } },
  { id: "root-get", text: "takes no POST of /", settings: { STANDIN_ROOT_METHODS: "get" } },
  { id: "strict-keys", text: "ends when a key of its config is missing", settings: { STANDIN_MISSING_KEYS: "error" } },
  { id: "fixed-pool", text: "has 50 connections and no check", settings: { STANDIN_POOL: "fixed" } },
  { id: "prepared", text: "prepares its statements", settings: { STANDIN_STATEMENTS: "prepared" } },
  { id: "abrupt", text: "cuts open requests at SIGTERM", settings: { STANDIN_SHUTDOWN: "abrupt" } },
  { id: "ipv4", text: "listens on IPv4", settings: { STANDIN_LISTEN: "4" } },
  { id: "logs-load", text: "logs prepare_db to main.log", settings: { STANDIN_PREPARE_LOG: "file" } },
  { id: "refuses-filled", text: "prepare_db fails on filled tables", settings: { STANDIN_FILLED: "fail" } },
  { id: "strict-rows", text: "prepare_db ends at a failed row", settings: { STANDIN_FAILED_ROW: "fail" } },
  { id: "all-rows-join", text: "has no session of nobody", settings: { STANDIN_DANGLING: "none" } },
  { id: "dies-by-clock", text: "dies at moments of the clock", settings: { STANDIN_LIFE_BY: "clock" } },
  {
    id: "dies-early",
    text: "dies at 10 to 20 minutes",
    settings: { STANDIN_LIFE_MIN: "10m", STANDIN_LIFE_MAX: "20m" },
  },
];
