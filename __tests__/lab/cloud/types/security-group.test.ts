import type { JsonObject } from "../../../../config/json";
import { furnish, id, LabCloud, type Plan, RULE } from "../../../support/lab-cloud";

let lab: LabCloud;
let plan: Plan;

beforeEach(async () => {
  lab = new LabCloud();
  plan = await furnish(lab);
});

describe("a security group", () => {
  const group = (rule: JsonObject) => ({ name: "g2", network_id: id(plan.network), ingress: [{ ...RULE, ...rule }] });

  it("has rules per direction, a port as a range of one and no port as all", async () => {
    const range = { ...RULE, protocol: "udp", port: -1, from_port: 8080, to_port: 8081 };
    const all = { ...RULE, protocol: "ANY", port: -1, v4_cidr_blocks: ["0.0.0.0/0"] };
    await lab.update("yandex_vpc_security_group", plan.group, { ingress: [RULE, range], egress: [all] });
    expect(lab.substrate.groups.get(id(plan.group))).toEqual({
      id: id(plan.group),
      ingress: [
        { protocol: "TCP", ports: [22, 22], cidrs: ["10.0.0.0/8"] },
        { protocol: "UDP", ports: [8080, 8081], cidrs: ["10.0.0.0/8"] },
      ],
      egress: [{ protocol: "ANY", cidrs: ["0.0.0.0/0"] }],
    });
  });

  it.each<[string, () => Record<string, unknown>, RegExp]>([
    [
      "a rule's protocol",

      () => group({ protocol: "GRE" }),
      /ingress\.0\.protocol: expected TCP or UDP or ICMP or ANY, found "GRE"/,
    ],
    [
      "both port and range",

      () => group({ from_port: 1 }),
      /expected port, or from_port and to_port in order, found both/,
    ],
    ["half a range", () => group({ port: -1, from_port: 5 }), /found 5 to none/],
    [
      "a rule without networks",

      () => group({ v4_cidr_blocks: null }),
      /v4_cidr_blocks: expected at least one network, found none/,
    ],
  ])("is refused with %s", async (_, given, sentence) => {
    const before = lab.cloud.counts();
    await expect(lab.create("yandex_vpc_security_group", given() as never)).rejects.toThrow(sentence);
    expect(lab.cloud.counts()).toEqual(before);
  });
});
