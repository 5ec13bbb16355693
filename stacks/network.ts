import { ComputePlacementGroup } from "@cdktf/provider-yandex/lib/compute-placement-group";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { endpointOf } from "../cloud-init/endpoint";
import { ADMIN_USER, PRIVATE_ZONE } from "../cloud-init/facts";
import type { MachineDefinition } from "../cloud-init/machines";
import type { Installation } from "../config/schema";
import { Certificate } from "../constructs/certificate";
import { DeploymentKey } from "../constructs/deployment-key";
import { Firewall } from "../constructs/firewall";
import { flows } from "../constructs/flows";
import { naming } from "../constructs/naming";
import { Network } from "../constructs/network";
import { Password } from "../constructs/password";
import { peers } from "../constructs/peers";
import { PrivateZone } from "../constructs/private-zone";
import type { SshAccess } from "../constructs/ssh";
import { InstallationStack } from "./installation-stack";

/** The parts that all machines share, and that outlive each of them. */
export class NetworkStack extends InstallationStack {
  readonly network: Network;
  readonly firewall: Firewall;
  readonly certificate: Certificate;
  readonly databasePassword: Password;
  /** Password of the page with the graphs. */
  readonly pagePassword: Password;
  readonly deploymentKey: DeploymentKey;
  readonly ssh: SshAccess;
  /** App nodes are spread: no two of them on the same host. */
  readonly placementGroupId: string;

  constructor(scope: Construct, id: string, installation: Installation, machines: readonly MachineDefinition[]) {
    super(scope, id, installation);
    const names = naming(installation);
    const { cloud, network, bingo, domain, tls, monitoring, backups } = installation;
    const { alerts } = monitoring;

    this.network = new Network(this, "network", { naming: names, zone: cloud.zone, ...network });
    this.firewall = new Firewall(this, "firewall", {
      naming: names,
      networkId: this.network.networkId,
      flows: flows(
        bingo.instancesPerNode,
        "url" in bingo.binary ? bingo.binary.url : undefined,
        alerts && "email" in alerts ? alerts.email.port : undefined,
        backups && endpointOf(backups.endpoint).port,
      ),
      peers: peers(installation),
    });
    new PrivateZone(this, "zone", {
      naming: names,
      networkId: this.network.networkId,
      zone: PRIVATE_ZONE,
      records: Object.fromEntries(machines.map(({ name, address }) => [name, address])),
    });
    const spread = new ComputePlacementGroup(this, "app-nodes", {
      name: `${names.prefix}-app-nodes`,
      labels: names.labels,
      placementStrategySpread: true,
    });

    this.certificate = new Certificate(this, "certificate", { tls, domain, address: this.network.publicAddress });
    this.databasePassword = new Password(this, "database-password");
    this.pagePassword = new Password(this, "page-password");
    this.deploymentKey = new DeploymentKey(this, "deployment-key");
    this.placementGroupId = spread.id;
    this.ssh = {
      user: ADMIN_USER,
      privateKey: this.deploymentKey.privateKey,
      edgeAddress: this.network.publicAddress,
    };

    new TerraformOutput(this, "ssh_private_key", {
      value: this.deploymentKey.privateKey,
      sensitive: true,
      description: "The deployment's SSH key; script/ssh uses it",
    });
    new TerraformOutput(this, "page_password", {
      value: this.pagePassword.value,
      sensitive: true,
      description: "Password of the user ops for the page with the graphs; script/page prints it",
    });
  }
}
