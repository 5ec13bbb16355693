import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { buildGoProgram } from "../programs/go-build";
import type { Cgroup } from "./cgroup";
import type { Router } from "./router";
import { delayedLink, label, machineLink } from "./names";
import { BackgroundProcess } from "./background-process";

const PROGRAM = join(__dirname, "..", "programs", "delay-line");

/**
 * The long way between the router and a machine: what is sent to the machine goes into a device of its own, out of which
 * lab/programs/delay-line takes it to the machine's link. Of what the machine sends, the packet filter drops the original.
 */
export class DelayLine {
  private readonly service: BackgroundProcess;

  constructor(
    private readonly id: string,
    private readonly router: Router,
    private readonly runFolder: string,
    services: Cgroup,
  ) {
    this.service = new BackgroundProcess(`delay-line-${label(id)}`, runFolder, services);
  }

  /** Lays it, in the place of another. The packet filter has to learn of it afterwards. */
  async lay(address: string, milliseconds: number): Promise<void> {
    await this.service.stop();
    const program = join(this.runFolder, "delay-line");
    await buildGoProgram({ name: "the delay line", folder: PROGRAM, output: program });
    const { id, router } = this;
    const command = [program, delayedLink(id), machineLink(id), String(Math.round(milliseconds))];
    await this.service.start(router.inside(command), (words) => words.includes("ready"));
    await router.takeLongWay(id, address);
  }

  /** Ends it. The packet filter has to know already. What is under way still arrives. */
  async remove(address: string, milliseconds: number): Promise<void> {
    if (this.service.pid === undefined) return;
    await this.router.takeShortWay(this.id, address);
    await setTimeout(milliseconds + 20);
    await this.service.stop();
  }

  /** Ends it with all that is under way. */
  async cut(): Promise<void> {
    await this.service.stop();
  }
}
