import { furnish, id, LabCloud, type Plan } from "../../../support/lab-cloud";

let lab: LabCloud;
let plan: Plan;

beforeEach(async () => {
  lab = new LabCloud();
  plan = await furnish(lab);
});

describe("a subnet", () => {
  const network = () => id(plan.network);

  it.each<[string, () => Record<string, unknown>, RegExp]>([
    [
      "a network that is not there",

      () => ({ network_id: "enp404", v4_cidr_blocks: ["10.0.0.0/24"] }),
      /^yandex_vpc_subnet network_id: network enp404 not found$/,
    ],
    [
      "overlapping subnets",

      () => ({ network_id: network(), v4_cidr_blocks: ["10.130.0.128/25"] }),
      /10\.130\.0\.128\/25 overlaps 10\.130\.0\.0\/24 of subnet s/,
    ],
    [
      "a public subnet",

      () => ({ network_id: network(), v4_cidr_blocks: ["8.8.8.0/24"] }),
      /expected a private network from \/16 to \/28, found 8\.8\.8\.0\/24$/,
    ],
  ])("is refused with %s", async (_, given, sentence) => {
    const before = lab.cloud.counts();
    await expect(lab.create("yandex_vpc_subnet", given() as never)).rejects.toThrow(sentence);
    expect(lab.cloud.counts()).toEqual(before);
  });

  it("gets its way out when its route table gets one", async () => {
    const network_id = id(plan.network);
    const table = await lab.create("yandex_vpc_route_table", { name: "r", network_id });
    await lab.update("yandex_vpc_subnet", plan.subnet, { route_table_id: id(table) });
    expect(lab.substrate.subnets.get(id(plan.subnet))).toMatchObject({ cidr: "10.130.0.0/24", nat: false });
    const gateway = await lab.create("yandex_vpc_gateway", { name: "gw", shared_egress_gateway: [{}] });
    const static_route = [{ destination_prefix: "0.0.0.0/0", gateway_id: id(gateway), next_hop_address: null }];
    await lab.update("yandex_vpc_route_table", table, { static_route });
    expect(lab.substrate.subnets.get(id(plan.subnet))).toMatchObject({ nat: true });
  });
});
