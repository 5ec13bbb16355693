import { debianRoot } from "../../support/debian-root";
import { exampleMachines } from "../../support/example";
import { MachineTree } from "../../support/machine-tree";

// What a power-off in the middle of a write leaves of Prometheus' history, and the program that is to start from it.
const DATA = "/var/lib/prometheus/metrics2";
const AS_PROMETHEUS = ["setpriv", "--reuid=prometheus", "--regid=prometheus", "--init-groups"];
const DAY = 86_400;

let tree: MachineTree;

beforeEach(async () => {
  const [edge] = exampleMachines(["edge"]);
  if (!edge) throw new Error("the example has no edge");
  tree = await MachineTree.open(debianRoot(), edge.name, edge.address);
  tree.write(edge.files);
  restarted(1);
  const samples = [2, 1].map((days) => `x ${String(days)} ${String(Math.floor(Date.now() / 1000) - days * DAY)}`);
  tree.write([{ path: "/tmp/samples", content: `# TYPE x gauge\n${samples.join("\n")}\n# EOF\n` }]);
  shell(`rm -rf ${DATA}; install -d -o prometheus ${DATA}`);
  tree.must([...AS_PROMETHEUS, "promtool", "tsdb", "create-blocks-from", "openmetrics", "/tmp/samples", DATA]);
  // Makes a log and recent chunks.
  expect(starts()).toBe(true);
}, 60_000);
afterEach(() => tree.close());

const shell = (line: string): string => tree.must(["bash", "-euc", line]);

/** systemd has started it so often again. */
function restarted(times: number): void {
  tree.write([{ path: "/usr/local/sbin/systemctl", content: `#!/bin/sh\necho ${String(times)}\n`, permissions: "0755" }]);
}

const mend = (): string => tree.must([...AS_PROMETHEUS, "/usr/local/sbin/bingo-mend-metrics"]);

/** Starts Prometheus until it has opened its history, or has ended. */
const START = `
# The words of the start before would be taken for its own until it has opened the file.
rm -f /tmp/said && touch /tmp/said
prometheus --web.listen-address=127.0.0.1:9090 --config.file=/etc/prometheus/prometheus.yml \\
  --storage.tsdb.path=${DATA} >/tmp/said 2>&1 &
while kill -0 $! 2>/dev/null && ! grep -q 'TSDB started' /tmp/said; do sleep 0.1; done
kill $! 2>/dev/null || true
wait $! || true
grep -q 'TSDB started' /tmp/said`;
const starts = (): boolean => tree.run([...AS_PROMETHEUS, "bash", "-c", START]).status === 0;

const blocks = (): string[] => shell(`cd ${DATA}; echo 0*`).trim().split(" ");

it("keeps all of a history that is whole", () => {
  const before = blocks();
  expect(before).toHaveLength(2);
  expect(mend()).toBe("");
  expect(blocks()).toEqual(before);
  expect(starts()).toBe(true);
});

it.each([
  ["the index of a block is empty", "truncate --size 0 $(ls -d 0*/index | head -n 1)", "/metrics2/0\\w+ is damaged", 1],
  ["the index of a block is torn", "truncate --size 100 $(ls -d 0*/index | head -n 1)", "/metrics2/0\\w+ is damaged", 1],
  ["recent chunks are torn", "head --bytes 4000 /dev/urandom >chunks_head/000001", "/chunks_head is damaged", 2],
])("starts again where %s, with all the rest", (_, fault, says, left) => {
  shell(`cd ${DATA}; ${fault}; chown -R prometheus: .`);
  expect(starts()).toBe(false);
  expect(mend()).toMatch(new RegExp(`${says}: it lies in /var/lib/prometheus/damaged now`));
  expect(starts()).toBe(true);
  expect(blocks()).toHaveLength(left);
});

it.each([
  ["the log is torn", "head --bytes 4000 /dev/urandom >>$(ls wal/0* | tail -n 1)"],
  ["meta.json of a block is empty", "truncate --size 0 $(ls -d 0*/meta.json | head -n 1)"],
])("leaves it to Prometheus where %s", (_, fault) => {
  shell(`cd ${DATA}; ${fault}; chown -R prometheus: .`);
  expect(mend()).toBe("");
  expect(starts()).toBe(true);
});

it("does not look where the last start did not fail", () => {
  restarted(0);
  shell(`truncate --size 0 $(ls -d ${DATA}/0*/index | head -n 1)`);
  expect(mend()).toBe("");
});
