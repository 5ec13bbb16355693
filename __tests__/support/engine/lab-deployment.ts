import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../../lab/engine/engine";
import type { StackJson } from "../synth";
import { Deployment, engineWithProviders } from "./deployment";
import { pinnedEngine } from "./engines";
import { LabApi } from "./lab-api";

/** A deployment into the lab's cloud, by the provider's own code. There are no machines: the substrate only remembers. */
export class LabDeployment extends Deployment {
  private constructor(
    engine: Engine,
    folder: string,
    readonly api: LabApi,
  ) {
    super(engine, folder);
  }

  static async start(): Promise<LabDeployment> {
    const folder = mkdtempSync(join(tmpdir(), "lab-deployment-"));
    const api = await LabApi.start(folder);
    return new LabDeployment(await engineWithProviders(folder, api.settings), folder, api);
  }

  /** Deploys stacks, in this order. */
  async deploy(stacks: Readonly<Record<string, StackJson>>, order: readonly string[]): Promise<void> {
    for (const name of order) {
      await this.write(name, stacks[name] as StackJson);
      await this.apply(name);
    }
  }

  /** Variables of a command that is to use the same engine and the same cloud. */
  get environment(): NodeJS.ProcessEnv {
    return { ...this.engine.environment, TERRAFORM_BINARY_NAME: pinnedEngine() };
  }

  /** Where the stacks are, as cdktf's output folder. */
  get outdir(): string {
    return join(this.folder, "cdktf.out");
  }

  /** Lists stacks in the output folder, as cdktf does, in this order. */
  list(order: readonly string[]): void {
    const stacks = Object.fromEntries(order.map((name) => [name, { dependencies: [] }]));
    mkdirSync(this.outdir, { recursive: true });
    writeFileSync(join(this.outdir, "manifest.json"), JSON.stringify({ stacks }));
  }

  end(): void {
    this.api.close();
    rmSync(this.folder, { recursive: true });
  }
}
