import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { buildGoProgram } from "../programs/go-build";
import type { Cgroup } from "./cgroup";
import type { Router } from "./router";
import { delayedLink, label, machineLink } from "./names";
import { BackgroundProcess } from "./background-process";

const PROGRAM = join(__dirname, "..", "programs", "delay-line");

/**
 * A detour between the router and a machine that delays packets. Those to the machine are routed to a device of the
 * line's own; lab/programs/delay-line reads them there and sends them to the machine's link later. It also copies what
 * the machine sends, and the packet filter drops the originals.
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

  /** Starts it, in place of an earlier one. The packet filter has to be updated afterwards. */
  async lay(address: string, milliseconds: number): Promise<void> {
    await this.service.stop();
    const program = join(this.runFolder, "delay-line");
    await buildGoProgram({ name: "the delay line", folder: PROGRAM, output: program });
    const { id, router } = this;
    const command = [program, delayedLink(id), machineLink(id), String(Math.round(milliseconds))];
    await this.service.start(router.inside(command), (output) => output.includes("ready"));
    await router.routeToDelayLine(id, address);
  }

  /** Ends it. The packet filter has to be updated before. Packets under way still arrive. */
  async remove(address: string, milliseconds: number): Promise<void> {
    if (this.service.pid === undefined) return;
    await this.router.routeDirectly(this.id, address);
    await setTimeout(milliseconds + 20);
    await this.service.stop();
  }

  /** Ends it at once: packets under way are lost. */
  async cut(): Promise<void> {
    await this.service.stop();
  }
}
