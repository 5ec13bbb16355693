/** Prices of one hour in RUB with VAT. What is left out has no price that is known here. */
interface PriceList {
  /** The day on which these were the prices. */
  readonly date: string;
  readonly source: string;
  /** Of machines with all of their cores in full, by platform. */
  readonly platforms: Readonly<
    Record<string, { readonly regular: MachinePrices; readonly preemptible: MachinePrices }>
  >;
  /** Of a GB (2^30 bytes), by type of disk. */
  readonly diskGb: Readonly<Record<string, number>>;
  readonly natGateway: number;
  /** A static public address that is in use. */
  readonly publicAddress: number;
}

interface MachinePrices {
  readonly core: number;
  readonly memoryGb: number;
}

/**
 * Yandex Cloud's price list for the region Russia. The figures were not read from the list itself, which a program makes,
 * but from a public cost estimate that quotes its answers with their SKUs (compute.vm.cpu.c100.v3, compute.vm.ram.v3,
 * nbs.network-nvme.allocated and others) and dates. For network-hdd, network-ssd-nonreplicated, network-ssd-io-m3 and
 * other platforms no price of this year was found, so there is none.
 */
export const PRICES: PriceList = {
  date: "2026-09-28",
  source: "yandex.cloud/price-list: Compute Cloud, Virtual Private Cloud",
  platforms: {
    "standard-v3": {
      regular: { core: 1.24, memoryGb: 0.33 },
      preemptible: { core: 0.34, memoryGb: 0.083 },
    },
  },
  diskGb: { "network-ssd": 0.0199 },
  natGateway: 0.39528,
  publicAddress: 0.26352,
};

/** Hours that the price list itself counts for a month. */
export const HOURS = 720;

/** Types that cost nothing by themselves: the price list has no entry for them. */
export const FREE: readonly string[] = [
  "yandex_vpc_network",
  "yandex_vpc_subnet",
  "yandex_vpc_route_table",
  "yandex_vpc_security_group",
  "yandex_compute_placement_group",
  // Counted with its zone.
  "yandex_dns_recordset",
];
