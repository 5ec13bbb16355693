import { Lab } from "../../lab";
import { selfSigned } from "../load/service-url";
import type { Deployment } from "./deployment";
import { sshDeployment } from "./ssh";

/**
 * Opens the deployment that a command is about: a lab, or without a name the deployment of this checkout.
 *
 * @throws when the lab is not up, or the installation is not deployed
 * @example
 * const deployment = await openDeployment(options.lab);
 * await deployment.machine("edge").succeed("nginx -t").finally(() => deployment.close());
 */
export function openDeployment(lab?: string): Promise<Deployment> {
  return lab === undefined ? sshDeployment() : labDeployment(lab);
}

/** Opens a lab that is up. */
export async function labDeployment(name: string): Promise<Deployment & Required<Pick<Deployment, "client">>> {
  const lab = await Lab.attach(name);
  return {
    name: `lab ${name}`,
    installation: lab.installationFile,
    service: selfSigned(lab.urls.https),
    machine: (machine) => lab.machine(machine),
    client: lab.client,
    power: (machine) => lab.machine(machine),
    close: () => Promise.resolve(),
  };
}
