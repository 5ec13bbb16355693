import type { Json } from "../../../config/json";
import { blockOf } from "../../../config/json";
import type { CloudApi, Service } from "../cloud/api";
import { COLLECTIONS } from "../collections";
import type { Deployed } from "../deployed";
import { type Finding, notChecked, ok, wrong } from "../finding";
import type { Planned } from "../planned";

const GIB = 2 ** 30;

/** The quota on the total size of disks, by their type. */
const DISK_QUOTAS: Readonly<Record<string, string>> = {
  "network-ssd": "compute.ssdDisks.size",
  "network-hdd": "compute.hddDisks.size",
  "network-ssd-nonreplicated": "compute.ssdNonReplicatedDisks.size",
};

interface QuotaLimit {
  readonly quotaId: string;
  readonly limit?: number;
  readonly usage?: number;
}

/**
 * What resources need of each quota. Sizes are in bytes, as the cloud has them.
 *
 * @example needsOf(planned).get("compute.instanceCores.count") // 8
 */
export function needsOf(planned: readonly Planned[]): ReadonlyMap<string, number> {
  const needs = new Map<string, number>();
  const need = (quota: string | undefined, amount: Json | undefined): void => {
    if (quota !== undefined) needs.set(quota, (needs.get(quota) ?? 0) + Number(amount));
  };
  for (const { type, block } of planned) {
    need(COLLECTIONS[type]?.quota, 1);
    if (type === "yandex_vpc_address") need("vpc.externalAddresses.count", 1);
    if (type === "yandex_compute_disk") need(diskQuota(block["type"]), Number(block["size"]) * GIB);
    if (type !== "yandex_compute_instance") continue;
    const { cores, memory } = blockOf(block["resources"]);
    need("compute.instanceCores.count", cores);
    need("compute.instanceMemory.size", Number(memory) * GIB);
    const boot = blockOf(blockOf(block["boot_disk"])["initialize_params"]);
    need("compute.disks.count", 1);
    need(diskQuota(boot["type"]), Number(boot["size"]) * GIB);
  }
  return needs;
}

/** Whether the quotas of the cloud leave room for what is to be created. */
export async function quotas(
  api: CloudApi,
  folder: string,
  planned: readonly Planned[],
  deployed: Deployed | undefined,
): Promise<readonly Finding[]> {
  if (deployed === undefined)
    return [notChecked("the state is in Object Storage, so what is still to be created is not known")];
  const needs = needsOf(planned.filter(({ address }) => !deployed.ids.has(address)));
  if (needs.size === 0) return [ok("nothing is to be created")];
  const { cloudId } = await api.get("resource-manager", `/resource-manager/v1/folders/${folder}`);
  const services = [...new Set([...needs.keys()].map((quota) => quota.split(".")[0] as Service))];
  const answers = await Promise.all(
    services.map((service) =>
      api.list<QuotaLimit>("quota-manager", "/quota-manager/v1/quotaLimits", "quotaLimits", {
        "resource.id": String(cloudId),
        "resource.type": "resource-manager.cloud",
        service,
      }),
    ),
  );
  const limits = new Map(answers.flat().map((limit) => [limit.quotaId, limit]));
  const unknown = [...needs.keys()].filter((quota) => !limits.has(quota));
  const short = [...needs].flatMap(([quota, amount]): Finding[] => {
    const { limit = 0, usage = 0 } = limits.get(quota) ?? { limit: Infinity };
    if (usage + amount <= limit) return [];
    const text = `${quota}: ${shown(quota, amount)} are needed, ${shown(quota, limit - usage)} of ${shown(quota, limit)} are free`;
    return [
      wrong(text, "ask for more in the console (Quotas), make the machines smaller, or delete what is not needed"),
    ];
  });
  return [
    ...short,
    ...(short.length === 0 && unknown.length < needs.size ? [ok(`${needs.size - unknown.length} leave room`)] : []),
    ...(unknown.length === 0 ? [] : [notChecked(`the cloud names no quota ${unknown.join(", ")}`)]),
  ];
}

/** undefined: a type whose quota is not known here. */
function diskQuota(type: Json | undefined): string | undefined {
  return typeof type === "string" ? DISK_QUOTAS[type] : undefined;
}

function shown(quota: string, amount: number): string {
  return quota.endsWith(".size") ? `${Math.round(amount / GIB)} GB` : String(amount);
}
