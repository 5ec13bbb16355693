import { flows } from "../../constructs/flows";
import { exampleInstallation, resources, synthStacks } from "../support/synth";

interface Rule {
  readonly description: string;
  readonly protocol: string;
  readonly v4_cidr_blocks: readonly string[];
  readonly port?: number;
  readonly from_port?: number;
  readonly to_port?: number;
}
interface Group {
  readonly name: string;
  readonly ingress: readonly Rule[];
  readonly egress: readonly Rule[];
}

const ANYONE = "0.0.0.0/0";
const installation = exampleInstallation();
const groups = Object.values(
  resources(synthStacks(installation)["network"], "yandex_vpc_security_group"),
) as unknown as Group[];
const group = (name: string) => groups.find((candidate) => candidate.name === `bingo-${name}`) as Group;
const ports = ({ port, from_port, to_port, protocol }: Rule) =>
  `${protocol} ${port === undefined ? `${String(from_port)}-${String(to_port)}` : String(port)}`;
const openTo = (name: string, cidr: string) =>
  group(name)
    .ingress.filter((rule) => rule.v4_cidr_blocks.includes(cidr))
    .map(ports)
    .sort();

describe("the security groups", () => {
  it("let the internet reach the edge, on the service's ports, and nothing else", () => {
    const open = groups.flatMap(({ name, ingress }) =>
      ingress.filter((rule) => rule.v4_cidr_blocks.includes(ANYONE)).map((rule) => `${name} ${ports(rule)}`),
    );
    expect(open.sort()).toEqual(["bingo-edge TCP 443", "bingo-edge TCP 80", "bingo-edge UDP 443"]);
  });

  it("let only the configured sources log in to the edge, and only the edge to the others", () => {
    const ssh = (name: string) => group(name).ingress.find((rule) => rule.port === 22)?.v4_cidr_blocks;
    expect(ssh("edge")).toEqual(installation.ssh.sources);
    expect(ssh("app-node")).toEqual(["10.130.1.10/32"]);
    expect(ssh("database")).toEqual(["10.130.1.10/32"]);
  });

  it("let app nodes reach the database's pgbouncer, its node exporter (which binary it has), and nothing else", () => {
    expect(openTo("database", "10.130.0.11/32")).toEqual(["TCP 6432", "TCP 9100"]);
    expect(openTo("database", "10.130.0.12/32")).toEqual(["TCP 6432", "TCP 9100"]);
  });

  it("let nobody reach PostgreSQL itself, nor Prometheus", () => {
    const covers = (rule: Rule, port: number) =>
      (rule.port ?? rule.from_port ?? 0) <= port && port <= (rule.port ?? rule.to_port ?? 65535);
    for (const port of [5432, 9090]) {
      expect(groups.flatMap(({ ingress }) => ingress).filter((rule) => covers(rule, port))).toEqual([]);
    }
  });

  it("open as many ports on app nodes as there are instances", () => {
    expect(openTo("app-node", "10.130.1.10/32")).toEqual(["TCP 22", "TCP 8081-8082", "TCP 9100", "TCP 9323"]);
    const three = { ...installation, bingo: { ...installation.bingo, instancesPerNode: 3 } };
    const appNode = Object.values(
      resources(synthStacks(three)["network"], "yandex_vpc_security_group"),
    ) as unknown as Group[];
    expect(appNode.find(({ name }) => name === "bingo-app-node")?.ingress.map(ports)).toContain("TCP 8081-8083");
  });

  it("deny in both directions what no row names", () => {
    for (const { ingress, egress } of groups) {
      for (const rule of [...ingress, ...egress]) {
        expect(["TCP", "UDP"]).toContain(rule.protocol);
        expect(rule.port ?? rule.from_port).toBeGreaterThan(0);
        expect(rule.v4_cidr_blocks).not.toHaveLength(0);
      }
    }
    const outside = groups.flatMap(({ egress }) => egress.filter((rule) => rule.v4_cidr_blocks.includes(ANYONE)));
    expect([...new Set(outside.map(ports))].sort()).toEqual(["TCP 443", "TCP 80", "UDP 123"]);
  });

  it("let machines fetch the binary from the port of its URL", () => {
    const other = flows(2, "https://example.org:8443/bingo").filter(({ why }) => why === "the bingo binary");
    expect(other.map(({ from, to, ports: [port] }) => `${from} to ${to} ${String(port)}`)).toEqual([
      "app-node to internet 8443",
      "database to internet 8443",
    ]);
    expect(flows(2, "https://example.org/bingo")).toEqual(flows(2));
  });

  it("give both ends of a flow between machines their rule", () => {
    for (const flow of flows(2)) {
      const text = `${flow.from} to ${flow.to}: ${flow.why}`;
      const sides = groups.flatMap(({ name, ingress, egress }) => [
        ...ingress.filter((rule) => rule.description === text).map(() => `into ${name}`),
        ...egress.filter((rule) => rule.description === text).map(() => `out of ${name}`),
      ]);
      const machines = ["edge", "app-node", "database"];
      expect(sides.sort()).toEqual(
        [
          ...(machines.includes(flow.to) ? [`into bingo-${flow.to}`] : []),
          ...(machines.includes(flow.from) ? [`out of bingo-${flow.from}`] : []),
        ].sort(),
      );
    }
  });
});
