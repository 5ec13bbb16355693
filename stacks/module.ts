import { dirname, resolve } from "node:path";
import { Construct } from "constructs";
import { loadInstallation } from "../config/load";
import type { Installation as Config } from "../config/schema";
import { addStacks } from "./installation";

/** What another app's installation is made from. */
export interface InstallationProps {
  /** Path of its config, from the working folder: installation.example.yaml explains each value. */
  readonly config: string;
}

/**
 * A whole installation as a part of another cdktf app: its six stacks, below this construct. Paths in the config, and the
 * folder of a local state, are relative to the config's own folder.
 *
 * @example
 * const app = new App();
 * new Installation(app, "cinema", { config: "cinema.yaml" });
 * app.synth();
 */
export class Installation extends Construct {
  /** The checked config, defaults filled in. */
  readonly config: Config;

  /** @throws InvalidInstallation with all problems of the config at once */
  constructor(scope: Construct, id: string, { config: file }: InstallationProps) {
    super(scope, id);
    const path = resolve(file);
    this.config = withStateBeside(dirname(path), loadInstallation(path));
    addStacks(this, this.config);
  }
}

/** In this project a local state is kept below the project; a module's folder is the wrong place for it. */
function withStateBeside(folder: string, config: Config): Config {
  if (!("local" in config.state)) return config;
  return { ...config, state: { local: { folder: resolve(folder, config.state.local.folder) } } };
}
