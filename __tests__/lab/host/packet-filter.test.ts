import { labAddresses } from "../../../lab/host/addresses";
import { delayedLink, machineLink } from "../../../lab/host/names";
import { ruleset, type Traffic } from "../../../lab/host/packet-filter";
import type { MachineSpec, SecurityRule } from "../../../lab/substrate";

const APP = machine("app", "10.130.0.11", "private");
const EDGE = { ...machine("edge", "10.130.1.10", "public"), publicAddress: "198.18.7.16" };
const app = machineLink("app");
const edge = machineLink("edge");
/** Both ways to a machine, as in a set. */
const apps = `"${app}", "${delayedLink("app")}"`;
const edges = `"${edge}", "${delayedLink("edge")}"`;
/** The same, as in a map of verdicts. */
const jumps = (direction: string) =>
  [app, edge]
    .flatMap((link) => [`"${link}"`, `"d${link.slice(1)}"`].map((way) => `${way} : jump ${direction}-${link}`))
    .join(", ");

const TRAFFIC: Traffic = {
  addresses: labAddresses(7),
  subnets: [
    { id: "private", cidr: "10.130.0.0/24", nat: false },
    { id: "public", cidr: "10.130.1.0/24", nat: false },
  ],
  groups: [],
  machines: [APP, EDGE],
  cut: [],
  loss: {},
  delayed: [],
  clients: [{ name: "client" }],
  dhcp: false,
};

describe("a security rule", () => {
  it.each<[string, SecurityRule, string[], string[]]>([
    [
      "with ports",
      { protocol: "TCP", ports: [80, 81], cidrs: ["10.0.0.0/8", "192.0.2.0/24"] },
      [
        "ip saddr 10.0.0.0/8 meta l4proto tcp th dport 80-81 accept",
        "ip saddr 192.0.2.0/24 meta l4proto tcp th dport 80-81 accept",
      ],
      [
        "ct original ip daddr 10.0.0.0/8 meta l4proto tcp ct original proto-dst 80-81 return",
        "ct original ip daddr 192.0.2.0/24 meta l4proto tcp ct original proto-dst 80-81 return",
      ],
    ],
    [
      "for all",
      { protocol: "ANY", cidrs: ["0.0.0.0/0", "::/0"] },
      ["ip saddr 0.0.0.0/0 accept"],
      ["ct original ip daddr 0.0.0.0/0 return"],
    ],
    [
      "for ports of any protocol",
      { protocol: "ANY", ports: [53, 53], cidrs: ["0.0.0.0/0"] },
      ["ip saddr 0.0.0.0/0 meta l4proto { tcp, udp } th dport 53-53 accept"],
      ["ct original ip daddr 0.0.0.0/0 meta l4proto { tcp, udp } ct original proto-dst 53-53 return"],
    ],
    [
      "for ICMP, which has no ports",
      { protocol: "ICMP", ports: [0, 65535], cidrs: ["0.0.0.0/0"] },
      ["ip saddr 0.0.0.0/0 meta l4proto icmp accept"],
      ["ct original ip daddr 0.0.0.0/0 meta l4proto icmp return"],
    ],
    ["for nobody", { protocol: "UDP", cidrs: [] }, [], []],
  ])("%s", (_, rule, ingress, egress) => {
    const groups = [{ id: "g", ingress: [rule], egress: [rule] }];
    const text = ruleset({ ...TRAFFIC, groups, machines: [{ ...APP, securityGroupIds: ["g"] }] });
    expect(chain(text, `ingress-${app}`)).toEqual([...ingress, "counter drop"]);
    expect(chain(text, `egress-${app}`)).toEqual([...egress, "counter drop"]);
  });
});

it("drops everything for a machine without a group", () => {
  expect(chain(ruleset(TRAFFIC), `ingress-${app}`)).toEqual(["counter drop"]);
  expect(chain(ruleset(TRAFFIC), `egress-${app}`)).toEqual(["counter drop"]);
});

it("asks the sender's groups, then the receiver's, and drops the rest", () => {
  expect(chain(ruleset(TRAFFIC), "forward")).toEqual([
    "type filter hook forward priority filter; policy drop;",
    "ct state established,related accept",
    "ct state invalid drop",
    `iifname vmap { ${jumps("egress")} }`,
    expect.stringMatching(/^iifname \{ "up0", "c-\w+" \} ct status & dnat != dnat drop$/),
    `oifname vmap { ${jumps("ingress")} }`,
    `iifname { ${edges} } oifname "up0" ip daddr 198.19.7.1 tcp dport 3142 accept`,
    expect.stringMatching(/^iifname \{ "m-\w+", "d-\w+" \} oifname \{ "c-\w+" \} accept$/),
  ]);
});

it("lets machines behind NAT out to the package cache too", () => {
  const subnets = TRAFFIC.subnets.map((subnet) => ({ ...subnet, nat: true }));
  expect(ruleset({ ...TRAFFIC, subnets })).toContain(`iifname { ${apps}, ${edges} } oifname "up0" ip daddr`);
});

it("believes no machine another one's address", () => {
  expect(chain(ruleset(TRAFFIC), "sources")).toContain(`iifname { ${apps} } ip saddr != 10.130.0.11 drop`);
});

it("translates public addresses one to one", () => {
  const text = ruleset(TRAFFIC);
  expect(chain(text, "published")).toContain("ip daddr 198.18.7.16 dnat ip to 10.130.1.10");
  expect(chain(text, "translated")[1]).toMatch(/^ip saddr 10\.130\.1\.10 oifname .* snat ip to 198\.18\.7\.16$/);
});

it("cuts before anything that is established passes", () => {
  const text = ruleset({ ...TRAFFIC, cut: ["app"] });
  expect(chain(text, "sources").slice(0, 2)).toEqual([
    "type filter hook prerouting priority raw; policy accept;",
    `iifname { ${apps} } drop`,
  ]);
  expect(chain(text, "targets")[1]).toBe(`oifname { ${apps} } drop`);
});

it("loses the share that was asked for", () => {
  expect(chain(ruleset({ ...TRAFFIC, loss: { app: 0.25 } }), "targets")[1]).toBe(
    `oifname { ${apps} } numgen random mod 1000 0-249 drop`,
  );
});

it("takes what a delayed machine sends from its delay line alone", () => {
  expect(chain(ruleset({ ...TRAFFIC, delayed: ["app"] }), "sources")[1]).toBe(`iifname { "${app}" } drop`);
});

describe("machines that ask for their addresses", () => {
  const request = `iifname { ${apps}, ${edges} } udp sport 68 udp dport 67 accept`;
  const text = ruleset({ ...TRAFFIC, dhcp: true, cut: ["app"], delayed: ["edge"] });

  it("reach their servers before they have one, late or not, but for those that are cut off", () => {
    const [, cut, asked, late] = chain(text, "sources");
    expect([cut, asked, late]).toEqual([
      `iifname { ${apps} } drop`,
      request,
      expect.stringMatching(/^iifname \{ "m-\w+" \} drop$/),
    ]);
  });

  it("are answered whatever their groups say", () => {
    const input = chain(text, "input");
    expect(input.indexOf(request)).toBeGreaterThan(0);
    expect(input.indexOf(request)).toBeLessThan(input.findIndex((rule) => rule.includes("vmap")));
    expect(chain(text, "output")).toContain(`oifname { ${apps}, ${edges} } udp sport 67 udp dport 68 accept`);
  });

  it("are none where the lab gives them", () => {
    expect(ruleset(TRAFFIC)).not.toMatch(/port 6[78]/);
  });
});

it("is closed before there is anything", () => {
  const text = ruleset({ ...TRAFFIC, subnets: [], machines: [], clients: [] });
  for (const hook of ["forward", "input", "output"])
    expect(chain(text, hook)[0]).toBe(`type filter hook ${hook} priority filter; policy drop;`);
});

function machine(id: string, address: string, subnetId: string): MachineSpec {
  return { id, name: id, cores: 1, memoryGb: 1, subnetId, address, securityGroupIds: [], metadata: {}, disks: [] };
}

/** The lines of a chain. */
function chain(text: string, name: string): string[] {
  const lines = text.split("\n");
  const start = lines.indexOf(`  chain ${name} {`);
  if (start < 0) throw new Error(`expected a chain ${name} in:\n${text}`);
  return lines.slice(start + 1, lines.indexOf("  }", start)).map((line) => line.trim());
}
