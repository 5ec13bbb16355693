/** Error of a config that cannot be used. Its message is for the author of the config: one line for each problem. */
export class InvalidInstallation extends Error {
  override readonly name = "InvalidInstallation";

  constructor(
    file: string,
    /** `installation.yaml:12:7 network.addresses.database: got "10.9.0.4", allowed: …`, in the order of the file. */
    readonly problems: readonly string[],
  ) {
    super([`${file}: ${problems.length} problem${problems.length === 1 ? "" : "s"}`, ...problems].join("\n"));
  }
}
