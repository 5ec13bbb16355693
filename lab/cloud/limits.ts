import { publicAddress } from "./instance-addresses";
import { Refusal } from "./refusal";
import type { Store } from "./store";
import { DISK_TYPES, GB, QUOTAS, type QuotaName } from "./tables";

/** Of some quotas. */
export type Amounts = Readonly<Partial<Record<QuotaName, number>>>;

/** The quotas of the cloud. They are off until they are switched on: the lab is for more than a new cloud's quotas. */
export class Limits {
  private quotas: Amounts = {};

  constructor(private readonly store: Store) {}

  /** Sets the quotas. @param quotas `{}` for none, QUOTAS for those of a new cloud */
  set(quotas: Amounts): void {
    this.quotas = quotas;
  }

  /** @throws Refusal when the cloud has no room for so much more. */
  require(more: Amounts): void {
    const used = this.used();
    for (const [name, amount] of Object.entries(more) as [QuotaName, number][]) {
      const quota = this.quotas[name];
      if (quota === undefined || used[name] + amount <= quota) continue;
      throw new Refusal(
        `Quota ${name} exceeded: ${used[name]} of ${quota} are used, ${amount} more are wanted`,
        "RESOURCE_EXHAUSTED",
      );
    }
  }

  /** Quotas, with what is used of each. */
  usage(): readonly { readonly name: QuotaName; readonly used: number; readonly quota: number | undefined }[] {
    const used = this.used();
    return (Object.keys(QUOTAS) as QuotaName[]).map((name) => ({ name, used: used[name], quota: this.quotas[name] }));
  }

  private used(): Readonly<Record<QuotaName, number>> {
    const { store } = this;
    const instances = store.all("compute_instance");
    const disks = store.all("compute_disk");
    const storage = (quota: QuotaName): number =>
      sum(disks.filter(({ type_id }) => DISK_TYPES[type_id]?.storage === quota).map(({ size }) => size / GB));
    const reserved = store.all("vpc_address").map(({ external_ipv4_address: { address } }) => address);
    const dynamic = instances.filter((machine) => {
      const address = publicAddress(machine);
      return address && !reserved.includes(address);
    });
    return {
      instances: instances.length,
      cores: sum(instances.map(({ resources }) => resources.cores)),
      memoryGb: sum(instances.map(({ resources }) => resources.memory / GB)),
      disks: disks.length,
      hddGb: storage("hddGb"),
      ssdGb: storage("ssdGb"),
      nonreplicatedGb: storage("nonreplicatedGb"),
      placementGroups: store.all("compute_placement_group").length,
      snapshotSchedules: store.all("compute_snapshot_schedule").length,
      networks: store.all("vpc_network").length,
      subnets: store.all("vpc_subnet").length,
      routeTables: store.all("vpc_route_table").length,
      publicAddresses: reserved.length + dynamic.length,
      staticAddresses: reserved.length,
      securityGroups: store.all("vpc_security_group").length,
      dnsZones: store.all("dns_zone").length,
    };
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
