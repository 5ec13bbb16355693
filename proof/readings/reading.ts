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
  { id: "refuses", text: "above its limit it answers 429", settings: { STANDIN_LIMITER: "refuse" } },
  { id: "plain-ids", text: "operation ids are not masked", settings: { STANDIN_OPERATION: "plain" } },
];
