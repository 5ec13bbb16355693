/** Something expected in a lab that was not found. Its message holds enough to find the cause without another run. */
export class LabFailure extends Error {
  override readonly name = "LabFailure";

  constructor(
    readonly machine: string,
    readonly expected: string,
    readonly found: string,
    /** Last lines of the machine's log. */
    readonly log: string = "",
  ) {
    const lines = log.trim() === "" ? [] : [`last log lines of ${machine}:`, indented(log.trim())];
    super([`${machine}: expected ${expected}`, `found ${found}`, ...lines].join("\n"));
  }
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}
