import type { Service } from "./cloud/api";

/** Where the cloud lists a type of resource, and which quota counts it. */
export interface Collection {
  readonly service: Service;
  readonly path: string;
  /** Where the members are in the answer. */
  readonly key: string;
  /** The quota on their number, of the same service. */
  readonly quota: string;
}

const collection = (service: Service, name: string, key = name): Collection => ({
  service,
  path: `/${service}/v1/${name}`,
  key,
  quota: `${service}.${name}.count`,
});

/**
 * The types that have a name of their own in a folder. Paths are those of the public REST API; the quotas are in its
 * documentation of quotas and limits.
 */
export const COLLECTIONS: Readonly<Record<string, Collection>> = {
  yandex_vpc_network: collection("vpc", "networks"),
  yandex_vpc_subnet: collection("vpc", "subnets"),
  yandex_vpc_route_table: collection("vpc", "routeTables"),
  yandex_vpc_security_group: collection("vpc", "securityGroups"),
  yandex_vpc_gateway: collection("vpc", "gateways"),
  yandex_vpc_address: { ...collection("vpc", "addresses"), quota: "vpc.externalStaticAddresses.count" },
  yandex_compute_instance: collection("compute", "instances"),
  yandex_compute_disk: collection("compute", "disks"),
  yandex_compute_placement_group: collection("compute", "placementGroups"),
  yandex_dns_zone: collection("dns", "zones", "dnsZones"),
};
