import { Fn, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { ADMIN_USER } from "../cloud-init/facts";
import type { MachineDefinition } from "../cloud-init/machines";
import { PORTS } from "../cloud-init/ports";
import type { Installation } from "../config/schema";
import type { Parcel } from "../constructs/delivery";
import { fromStackFolder } from "../constructs/paths";
import { PAGE_FILE } from "../monitoring/page/paths";
import { MachineStack } from "./machine-stack";
import type { NetworkStack } from "./network";
import { sshHosts } from "./ssh-config";

/** The edge works when a bingo instance answers through it, so it waits for the load of the database too. */
const SERVING_TIMEOUT_SECONDS = 4200;

/** nginx, Prometheus, and the way in for administrators. Its outputs are the installation's. */
export class EdgeStack extends MachineStack {
  constructor(
    scope: Construct,
    installation: Installation,
    machine: MachineDefinition,
    network: NetworkStack,
    machines: readonly MachineDefinition[],
  ) {
    const { publicAddress } = network.network;
    super(scope, machine.name, {
      installation,
      machine,
      network,
      size: installation.machines.edge,
      publicAddress,
      parcels: [
        { name: "tls.crt", secret: network.certificate.certificate },
        { name: "tls.key", secret: network.certificate.privateKey },
        { name: "page.html", file: PAGE_FILE },
        { name: "page-password", secret: network.pagePassword.value },
        ...alertParcels(scope, installation),
      ],
      timeoutSeconds: SERVING_TIMEOUT_SECONDS,
    });

    const { domain } = installation;
    this.output("edge_address", publicAddress, `Point the DNS record of ${domain} here`);
    this.output("http_url", `http://${publicAddress}/`, "The service over HTTP/1.1, without redirect");
    this.output("https_url", `https://${publicAddress}/`, "The service over HTTP/1.1, HTTP/2 and HTTP/3");
    this.output("page_url", `https://${publicAddress}/-/`, "Graphs and alerts; script/page prints the password");
    this.output("ssh_config", sshHosts(ADMIN_USER, publicAddress, machines), "For ~/.ssh/config; or use script/ssh");
    this.output(
      "monitoring",
      `script/ssh edge -L ${PORTS.prometheus}:127.0.0.1:${PORTS.prometheus}, then http://127.0.0.1:${PORTS.prometheus}/`,
      "Prometheus itself; reachable through the SSH tunnel only",
    );
    if (installation.monitoring.alerts !== undefined) {
      this.output(
        "alertmanager",
        `script/ssh edge -L ${PORTS.alertmanager}:127.0.0.1:${PORTS.alertmanager}, then amtool --alertmanager.url=http://127.0.0.1:${PORTS.alertmanager}/`,
        "Silences of alerts; reachable through the SSH tunnel only",
      );
    }
  }

  private output(id: string, value: string, description: string): void {
    new TerraformOutput(this, id, { value, description });
  }
}

/** The secret part of the receiver of alerts. */
function alertParcels(scope: Construct, { monitoring }: Installation): Parcel[] {
  const { alerts } = monitoring;
  if (alerts === undefined) return [];
  const path = "webhook" in alerts ? alerts.webhook.urlFile : alerts.email.passwordFile;
  return [{ name: "alerts-secret", secret: Fn.trimspace(Fn.file(fromStackFolder(scope, path))) }];
}
