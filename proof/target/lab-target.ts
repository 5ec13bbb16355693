import { Lab } from "../../lab";
import type { Target } from "./target";

/** A lab that is up. */
export async function labTarget(name: string): Promise<Target> {
  const lab = await Lab.attach(name);
  return {
    name: `lab ${name}`,
    web: { url: lab.urls.https.replace(/\/$/, ""), insecure: true },
    machine: (machine) => lab.machine(machine),
    plug: (machine) => lab.machine(machine),
  };
}
