import { debianRoot } from "../../support/debian-root";
import { machines } from "../../../cloud-init/machines";
import type { WriteFile } from "../../support/machine-tree";
import { MachineTree } from "../../support/machine-tree";
import { exampleInstallation } from "../../support/synth";
import { parse } from "yaml";

const PROGRAM = "/etc/mtail/bingo.mtail";
const LOG = "/var/log/nginx/access.log";

let tree: MachineTree;

beforeAll(async () => {
  const root = debianRoot();
  const edge = machines(exampleInstallation()).find(({ name }) => name === "edge");
  const { write_files } = parse(edge?.userData("ssh-ed25519 AAAA") ?? "") as { write_files: WriteFile[] };
  tree = await MachineTree.open(root, "edge", "10.130.1.10");
  tree.write(write_files.filter(({ path }) => path === PROGRAM));
});

afterAll(() => tree.close());

/** A line of nginx's log_format "request" for GET /ping, answered by 200. */
function line(instance: string, statuses: string, retries: string): string {
  const fields = ["1764100000.000", "GET", "/ping", "200", "0.100", instance, statuses, retries, "", "", "HTTP/2.0"];
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

describe("mtail", () => {
  const ANSWERS = 'bingo_edge_answers_total{endpoint="/ping",method="GET",upstream="10.130.0.11:8081"}';
  const RETRIED = 'bingo_edge_retried_requests_total{endpoint="/ping",method="GET"}';

  it.each([
    ["at once", "200", "0", 0],
    ["by the second instance", "200", "+1", 1],
    ["by the same instance, asked again", "200", "1", 1],
    ["after ten attempts", "200", "+10", 1],
    ["with patience", "504 : 200", "0", 1],
    ["after it was held twice", "500 : 503 : 200", "0", 1],
  ])("counts a request that was answered %s", (_, statuses, retries, retried) => {
    const series = counted(line("10.130.0.11:8081", statuses, retries));
    expect(series[ANSWERS]).toBe(1);
    expect(series[RETRIED] ?? 0).toBe(retried);
    expect(series['bingo_edge_requests_total{endpoint="/ping",method="GET",status="200"}']).toBe(1);
    expect(series["bingo_edge_unread_lines_total"] ?? 0).toBe(0);
  });

  it("counts one whose user gave up, under its own status", () => {
    const series = counted(line("-", "-", "-").replace("\t200\t", "\t499\t"));
    expect(series['bingo_edge_requests_total{endpoint="/ping",method="GET",status="499"}']).toBe(1);
    expect(series["bingo_edge_unread_lines_total"] ?? 0).toBe(0);
  });

  it("counts one that no instance answered", () => {
    const series = counted(line("-", "-", "-"));
    expect(series[ANSWERS] ?? 0).toBe(0);
    expect(series['bingo_edge_requests_total{endpoint="/ping",method="GET",status="200"}']).toBe(1);
  });
});
