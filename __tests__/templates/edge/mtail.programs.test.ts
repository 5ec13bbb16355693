import { machines } from "../../../cloud-init/machines";
import type { WriteFile } from "../../support/machine-tree";
import { MachineTree } from "../../support/machine-tree";
import { exampleInstallation } from "../../support/synth";
import { parse } from "yaml";

const PROGRAM = "/etc/mtail/bingo.mtail";
const LOG = "/var/log/nginx/access.log";

let tree: MachineTree;

beforeAll(async () => {
  const root = process.env["DEBIAN_ROOT"];
  if (!root) throw new Error(process.env["DEBIAN_ROOT_ERROR"] ?? "globalSetup has not run");
  const example = exampleInstallation();
  // The most instances that the config allows, and so the most attempts.
  const installation = { ...example, bingo: { ...example.bingo, instancesPerNode: 8 } };
  const edge = machines(installation).find(({ name }) => name === "edge");
  const { write_files } = parse(edge?.userData("ssh-ed25519 AAAA") ?? "") as { write_files: WriteFile[] };
  tree = await MachineTree.open(root, "edge", "10.130.1.10");
  tree.write(write_files.filter(({ path }) => path === PROGRAM));
});

afterAll(() => tree.close());

/** A line of nginx's log_format "request" for GET /ping, answered by 200. */
function line(addresses: string, statuses: string): string {
  const times = statuses.replace(/[0-9]{3}|-/g, "0.001");
  const fields = ["1764100000.000", "GET", "/ping", "200", "0.100", addresses, statuses, times, "", "", "HTTP/2.0"];
  return [...fields, "100", "192.0.2.1", "/ping"].join("\t") + "\n";
}

/** What mtail counts in a log, by series: `name{labels}`. */
function counted(log: string): Record<string, number> {
  tree.write([{ path: LOG, content: log }]);
  const output = tree.must([
    ...["mtail", "--one_shot", "--one_shot_format=prometheus", "--emit_prog_label=false"],
    ...["--progs", "/etc/mtail", "--logs", LOG],
  ]);
  const samples = [...output.matchAll(/^(bingo_\S+) ([0-9.]+)$/gm)];
  return Object.fromEntries(samples.map(([, series = "", value]) => [series, Number(value)]));
}

/** Addresses and statuses of a request whose attempts go to instances one after the other; the last one answers. */
function attempts(first: number, second = 0): { line: string; expected: Record<string, number> } {
  const total = first + second;
  const all = Array.from({ length: total }, (_, index) => ({
    address: `10.130.0.${index % 2 === 0 ? 11 : 12}:${8081 + Math.floor(index / 2)}`,
    status: index === total - 1 ? "200" : index === first - 1 ? "504" : index % 3 === 0 ? "502" : "504",
  }));
  const list = (key: "address" | "status") =>
    [all.slice(0, first), all.slice(first)]
      .filter((pass) => pass.length > 0)
      .map((pass) => pass.map((attempt) => attempt[key]).join(", "))
      .join(" : ");
  const expected = all.map(({ address, status }) => [
    `bingo_edge_attempts_total{status="${status}",upstream="${address}"}`,
    1,
  ]);
  return { line: line(list("address"), list("status")), expected: Object.fromEntries(expected) as Record<string, number> };
}

const attemptsIn = (series: Record<string, number>) =>
  Object.fromEntries(Object.entries(series).filter(([name]) => name.startsWith("bingo_edge_attempts_total")));

describe("mtail counts the attempts of a request", () => {
  it.each([
    [1, 0],
    [2, 0],
    [5, 0],
    [6, 0],
    [10, 0],
    [10, 1],
    [10, 10],
  ])("%d, and %d in a second pass", (first, second) => {
    const { line, expected } = attempts(first, second);
    const series = counted(line);
    expect(attemptsIn(series)).toEqual(expected);
    expect(series['bingo_edge_requests_total{endpoint="/ping",method="GET",status="200"}']).toBe(1);
    expect(series["bingo_edge_unread_lines_total"] ?? 0).toBe(0);
  });

  it("also of one that the client gave up", () => {
    expect(attemptsIn(counted(line("10.130.0.11:8081, 10.130.0.12:8081", "504, -")))).toEqual({
      'bingo_edge_attempts_total{status="504",upstream="10.130.0.11:8081"}': 1,
      'bingo_edge_attempts_total{status="-",upstream="10.130.0.12:8081"}': 1,
    });
  });
});
