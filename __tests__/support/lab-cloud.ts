import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "../../config/json";
import { Dispatch } from "../../lab/cloud/api/dispatch";
import { decode, methodsOf } from "../../lab/cloud/api/messages";
import { Cloud } from "../../lab/cloud/cloud";
import type { Operation } from "../../lab/cloud/operations";
import { GB } from "../../lab/cloud/tables";
import { until } from "../../lab/until";
import { FakeSubstrate } from "./fake-substrate";

export { GB };

/** A cloud on a substrate in memory, called as its API is, but for the wire. */
export class LabCloud {
  readonly substrate = new FakeSubstrate();
  readonly file = join(mkdtempSync(join(tmpdir(), "lab-cloud-")), "cloud.json");
  cloud = this.open();
  private dispatch = new Dispatch(this.cloud);

  /** Ends the daemon and starts another. */
  async restart(): Promise<void> {
    this.cloud = this.open();
    this.dispatch = new Dispatch(this.cloud);
    await this.cloud.recover();
  }

  /** Asks, or changes something and waits for the operation's end. @param call for example `NetworkService/Create` */
  async call(call: string, request: JsonObject = {}): Promise<JsonObject> {
    const answer = await this.begin(call, request);
    return "metadata" in answer && "done" in answer ? this.resultOf(call, answer as Operation) : (answer as JsonObject);
  }

  /** Calls without waiting for the end of an operation. */
  begin(call: string, request: JsonObject): Promise<object> {
    const { service, name } = this.find(call);
    return this.dispatch.answer(service, name, request);
  }

  /** Waits for an operation's end. @returns its result @throws its error */
  async resultOf(call: string, { id }: Operation): Promise<JsonObject> {
    const { error, response } = await until(
      () => {
        const operation = this.dispatch.operations.get(id);
        return operation.done ? { value: operation } : { found: "it going on" };
      },
      `${call}: expected its operation to end`,
      { timeoutSeconds: 10, intervalSeconds: 0.01 },
    );
    if (error) throw new Error(error.message);
    const { service, name } = this.find(call);
    const result = methodsOf(service.name).get(name)?.operation?.result;
    if (!result || !response) throw new Error(`${call}: expected a result`);
    return decode(result, response.value);
  }

  create(service: string, given: JsonObject): Promise<JsonObject> {
    return this.call(`${service}/Create`, { folder_id: "lab", ...given });
  }

  private find(call: string) {
    const [service = "", name = ""] = call.split("/");
    const found = this.dispatch.services.find((one) => one.name.endsWith(`.${service}`));
    if (!found) throw new Error(`no service ${service}`);
    return { service: found, name };
  }

  private open(): Cloud {
    return new Cloud({ substrate: this.substrate, file: this.file, internet: "198.18.0.0/24" });
  }
}

export const ZONE = "ru-central1-a";

/** Resources of a small installation. */
export interface Plan {
  readonly network: JsonObject;
  readonly subnet: JsonObject;
  readonly group: JsonObject;
  readonly disk: JsonObject;
  readonly address: JsonObject;
}

export const RULE: JsonObject = {
  direction: "INGRESS",
  protocol_name: "TCP",
  ports: { from_port: 22, to_port: 22 },
  cidr_blocks: { v4_cidr_blocks: ["10.0.0.0/8"] },
};

/** A network with all that a machine needs. */
export async function furnish(lab: LabCloud): Promise<Plan> {
  const network = await lab.create("NetworkService", { name: "n" });
  const network_id = id(network);
  const subnet = { name: "s", network_id, zone_id: ZONE, v4_cidr_blocks: ["10.130.0.0/24"] };
  const disk = { name: "d", size: 20 * GB, type_id: "network-ssd", zone_id: ZONE };
  return {
    network,
    subnet: await lab.create("SubnetService", subnet),
    group: await lab.create("SecurityGroupService", { name: "g", network_id, rule_specs: [RULE] }),
    disk: await lab.create("DiskService", disk),
    address: await lab.create("AddressService", { name: "a", external_ipv4_address_spec: { zone_id: ZONE } }),
  };
}

export function id(resource: JsonObject): string {
  return resource["id"] as string;
}

/** The request that the provider makes of constructs/vm.ts. */
export function instance(plan: Plan, name: string, ip: string, change: JsonObject = {}): JsonObject {
  return {
    name: `bingo-${name}`,
    hostname: name,
    zone_id: ZONE,
    platform_id: "standard-v3",
    metadata: { "user-data": "#cloud-config\n", "serial-port-enable": "0" },
    metadata_options: { gce_http_token: "DISABLED", aws_v1_http_token: "DISABLED" },
    scheduling_policy: {},
    resources_spec: { cores: 2, memory: 2 * GB, core_fraction: 100 },
    boot_disk_spec: {
      auto_delete: true,
      disk_spec: { image_id: "fd8labdebian13000000", size: 20 * GB, type_id: "network-ssd" },
    },
    network_interface_specs: [networkInterface(plan, ip)],
    ...change,
  };
}

export function networkInterface(plan: Plan, ip: string, change: JsonObject = {}): JsonObject {
  return {
    subnet_id: id(plan.subnet),
    primary_v4_address_spec: { address: ip },
    security_group_ids: [id(plan.group)],
    ...change,
  };
}

/** A private zone of the network. */
export function zoneOf({ network }: Plan): JsonObject {
  return { name: "z", zone: "bingo.local.", private_visibility: { network_ids: [id(network)] } };
}

export function recordOf(name: string): JsonObject {
  return { name, type: "A", ttl: 300, data: ["10.130.0.20"] };
}
