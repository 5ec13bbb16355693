import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { complete } from "../../lab/cloud/attributes";
import { Cloud } from "../../lab/cloud/cloud";
import type { Json, JsonObject } from "../../config/json";
import { providerBlocks } from "../../lab/cloud/schema";
import { FakeSubstrate } from "./fake-substrate";

const blocks = providerBlocks();

/** What the provider's rules fill in where nothing is written. */
const DEFAULTS: Readonly<Record<string, JsonObject>> = {
  yandex_compute_disk: { block_size: 4096 },
  yandex_compute_instance: { network_acceleration_type: "standard" },
};

/** All attributes of a type, those not named null: as the provider sends a plan. */
export function planned(type: string, given: Readonly<Record<string, Json>>): JsonObject {
  const attributes = Object.keys(blocks[type]?.attributes ?? {}).map((name) => [name, null] as const);
  return { ...Object.fromEntries(attributes), ...DEFAULTS[type], ...given };
}

/** A cloud on a substrate in memory, with the calls that the engine makes. */
export class LabCloud {
  readonly substrate = new FakeSubstrate();
  readonly file = join(mkdtempSync(join(tmpdir(), "lab-cloud-")), "cloud.json");
  cloud = this.open();

  /** Ends the daemon and starts another. */
  async restart(): Promise<void> {
    this.cloud = this.open();
    await this.cloud.recover();
  }

  create(type: string, given: Readonly<Record<string, Json>>, connected?: () => boolean): Promise<JsonObject> {
    return this.cloud.create(type, { prior: null, planned: planned(type, given), config: null }, connected);
  }

  read(type: string, prior: JsonObject): Promise<JsonObject | null> {
    return this.cloud.read(type, { prior, planned: null, config: null });
  }

  /** As an update in place: the engine takes what is not written over from the state. */
  update(type: string, prior: JsonObject, change: Readonly<Record<string, Json>>): Promise<JsonObject> {
    return this.cloud.update(type, { prior, planned: { ...prior, ...change }, config: null });
  }

  delete(type: string, prior: JsonObject): Promise<null> {
    return this.cloud.delete(type, { prior, planned: null, config: null });
  }

  private open(): Cloud {
    return new Cloud({ substrate: this.substrate, file: this.file, internet: "198.18.0.0/24" });
  }
}

/** Ids of the resources of a small installation. */
export interface Plan {
  readonly network: JsonObject;
  readonly subnet: JsonObject;
  readonly group: JsonObject;
  readonly disk: JsonObject;
  readonly address: JsonObject;
}

export const RULE = { protocol: "TCP", port: 22, from_port: -1, to_port: -1, v4_cidr_blocks: ["10.0.0.0/8"] };

/** A network with all that a machine needs. */
export async function furnish(lab: LabCloud): Promise<Plan> {
  const network = await lab.create("yandex_vpc_network", { name: "n" });
  const network_id = id(network);
  return {
    network,
    subnet: await lab.create("yandex_vpc_subnet", { name: "s", network_id, v4_cidr_blocks: ["10.130.0.0/24"] }),
    group: await lab.create("yandex_vpc_security_group", { name: "g", network_id, ingress: [RULE] }),
    disk: await lab.create("yandex_compute_disk", { name: "d", size: 20, type: "network-ssd" }),
    address: await lab.create("yandex_vpc_address", { name: "a", external_ipv4_address: [{ zone_id: null }] }),
  };
}

export function id(resource: JsonObject): string {
  return resource["id"] as string;
}

/** The arguments of a machine as constructs/vm.ts writes them, with the provider's defaults. */
export function instance(plan: Plan, name: string, ip: string, change: Readonly<Record<string, Json>> = {}) {
  return {
    name: `bingo-${name}`,
    hostname: name,
    platform_id: "standard-v3",
    allow_stopping_for_update: true,
    metadata: { "user-data": "#cloud-config\n", "serial-port-enable": "0" },
    metadata_options: [{ gce_http_token: 2, aws_v1_http_token: 2 }],
    scheduling_policy: [{ preemptible: false }],
    resources: [{ cores: 2, memory: 2, core_fraction: 100, gpus: null }],
    boot_disk: [
      { auto_delete: true, initialize_params: [{ image_id: "fd8labdebian13000000", size: 20, type: "network-ssd" }] },
    ],
    network_interface: [networkInterface(plan, ip)],
    ...change,
  };
}

export function networkInterface(plan: Plan, ip: string, change: Readonly<Record<string, Json>> = {}): JsonObject {
  return {
    subnet_id: id(plan.subnet),
    ip_address: ip,
    ipv4: true,
    nat: false,
    security_group_ids: [id(plan.group)],
    ...change,
  };
}

/** The arguments of a private zone of the network. */
export function zoneOf({ network }: Plan) {
  return { name: "z", zone: "bingo.local.", private_networks: [id(network)] };
}

/** The arguments of a record of the zone. */
export function recordOf(zone: JsonObject, name: string) {
  return { zone_id: id(zone), name: `${name}.bingo.local.`, type: "A", ttl: 300, data: ["10.130.0.20"] };
}

/** Names of computed attributes that are null: there must be none. */
export function openEnds(type: string, state: JsonObject): string[] {
  const block = blocks[type] ?? {};
  const whole = complete(block, state);
  return Object.entries(block.attributes ?? {})
    .filter(([name, { computed }]) => computed && (state[name] === null || state[name] === undefined))
    .map(([name]) => name)
    .concat(JSON.stringify(whole) === JSON.stringify(state) ? [] : ["(in a block)"]);
}
