import { createHash } from "node:crypto";
import { parse, stringify } from "yaml";
import { debianRoot } from "../../support/debian-root";
import { ROLES } from "../../../cloud-init/roles";
import { type ExampleMachine, exampleMachines } from "../../support/example";
import { MachineTree, type WriteFile } from "../../support/machine-tree";

interface Config {
  readonly users: readonly { readonly name: string; readonly ssh_authorized_keys: readonly string[] }[];
  readonly packages: readonly string[];
  readonly write_files: readonly WriteFile[];
  readonly [key: string]: unknown;
}

/** Serves /run/user-data as the metadata service does. */
const METADATA = `
import http.server
class Service(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        good = self.headers["Metadata-Flavor"] == "Google" and self.path.endswith("/instance/attributes/user-data")
        self.send_response(200 if good else 403)
        self.end_headers()
        self.wfile.write(open("/run/user-data", "rb").read())
http.server.HTTPServer(("169.254.169.254", 80), Service).serve_forever()
`;
const RULES = "/etc/prometheus/rules/alerts.yml";
const ALERTMANAGER = "/etc/default/prometheus-alertmanager";

const [edge] = exampleMachines(["edge"]);
if (!edge) throw new Error("the example has no edge");
const config = parse(edge.userData) as Config;

/** The user-data with files of another content; `undefined`: without the file. */
function altered(files: Readonly<Record<string, string | undefined>>, other: object = {}): string {
  const kept = config.write_files.filter(({ path }) => !(path in files));
  const write_files = Object.entries(files).flatMap(([path, content]) =>
    content === undefined ? [] : [{ path, content, permissions: "0644" }],
  );
  return `#cloud-config\n${stringify({ ...config, ...other, write_files: [...kept, ...write_files] })}`;
}
const contentOf = (path: string): string => config.write_files.find((file) => file.path === path)?.content ?? "";

/** A machine's files, its account and its metadata service, and no running unit. */
async function machineOf({ name, address, files }: ExampleMachine): Promise<MachineTree> {
  const tree = await MachineTree.open(debianRoot(), name, address);
  tree.write(files);
  tree.write([
    { path: "/run/metadata.py", content: METADATA },
    // Says what it is asked to do; nothing runs.
    {
      path: "/usr/local/sbin/systemctl",
      content: '#!/bin/sh\necho "$*" >>/run/asked\n[ "$1" != is-active ]\n',
      permissions: "0755",
    },
  ]);
  tree.must(["bash", "-c", "useradd --create-home ops; mkdir -p /run/nginx /run/sshd; systemd-sysusers; : >/run/user-data"]);
  tree.must(["ip", "address", "add", "169.254.169.254/32", "dev", "lo"]);
  tree.must(["bash", "-c", "setsid python3 /run/metadata.py >/run/metadata.log 2>&1 </dev/null & sleep 1"]);
  return tree;
}

let tree: MachineTree;

beforeAll(async () => {
  tree = await machineOf(edge);
}, 60_000);
afterAll(() => tree.close());

/** Has the machine take it. */
const take = (userData: string) => takeOn(tree, userData);
function takeOn(tree: MachineTree, userData: string) {
  tree.write([{ path: "/run/user-data", content: userData }]);
  tree.must(["bash", "-c", ": >/run/asked"]);
  const sum = createHash("sha256").update(userData).digest("hex");
  return tree.run(["/usr/local/sbin/bingo-apply", "take", sum]);
}
const asked = (): string[] =>
  tree
    .must(["cat", "/run/asked"])
    .split("\n")
    .flatMap((line) => /^--quiet ((?:reload|restart|enable).*)/.exec(line)?.[1] ?? []);
const there = (path: string): string => tree.must(["cat", path]);
const apply = (command: string): string => tree.must(["/usr/local/sbin/bingo-apply", command]);

// One story: each test goes on where the one before ended.
it("takes what its first boot has not written, and then has nothing to do", () => {
  expect(take(edge.userData)).toMatchObject({ status: 0 });
  expect(there("/home/ops/.ssh/authorized_keys")).toBe(`${config.users[0]?.ssh_authorized_keys.join("\n") ?? ""}\n`);
  apply("end");
  const again = take(edge.userData);
  expect(again.output).toContain("nothing to do");
  expect(asked()).toEqual([]);
});

it("writes a file that differs, and has its unit follow, and no other", () => {
  apply("begin");
  const { status, output } = take(altered({ [RULES]: `${contentOf(RULES)}# another\n` }));
  expect({ status, output }).toMatchObject({ status: 0, output: expect.stringContaining(`1 files differ: ${RULES}`) as string });
  expect(asked()).toEqual(["reload-or-restart prometheus.service"]);
  expect(there(RULES)).toMatch(/# another\n$/);
});

it("goes back to what it had", () => {
  tree.must(["bash", "-c", ": >/run/asked"]);
  expect(apply("back")).toContain(`went back to what it had: ${RULES}`);
  expect(asked()).toEqual(["reload-or-restart prometheus.service"]);
  expect(there(RULES)).toBe(contentOf(RULES));
});

it.each([
  ["nginx", "/etc/nginx/nginx.conf", 'unknown directive "nonsense"'],
  ["Prometheus", RULES, "cannot unmarshal"],
  ["haproxy", "/etc/haproxy/haproxy.cfg", "nonsense"],
  ["sshd", "/etc/ssh/sshd_config.d/10-bingo.conf", "Bad configuration option: nonsense"],
])("changes nothing when %s refuses its file, and says why", (_, path, why) => {
  const { status, output } = take(altered({ [path]: `nonsense on;\n${contentOf(path)}` }));
  expect(output).toContain(why);
  expect(status).toBe(1);
  expect(there(path)).toBe(contentOf(path));
  expect(asked()).toEqual([]);
});

it("removes a file that the document has no more", () => {
  apply("end");
  expect(take(altered({ [ALERTMANAGER]: undefined }))).toMatchObject({ status: 0 });
  expect(tree.run(["test", "-e", ALERTMANAGER]).status).toBe(1);
  expect(asked()).toEqual(["restart prometheus-alertmanager.service"]);
});

it("says of what it cannot change that it counts for the next machine", () => {
  apply("end");
  const { status, output } = take(altered({}, { timezone: "Europe/Berlin" }));
  expect(output).toContain("timezone: counts for the next machine; npm run replace -- edge makes it now");
  expect(status).toBe(0);
});

describe("the login keys", () => {
  const KEYS = "/home/ops/.ssh/authorized_keys";
  const withKey = (key: string, files = {}) =>
    altered(files, { users: config.users.map((user) => ({ ...user, ssh_authorized_keys: [key] })) });
  const serve = (userData: string) => { tree.write([{ path: "/run/user-data", content: userData }]); };

  it("are taken from the metadata service, without what else is in its document", () => {
    serve(withKey("ssh-ed25519 AAAA new", { [RULES]: "nonsense" }));
    expect(apply("keys")).toContain("took the login keys");
    expect(there(KEYS)).toBe("ssh-ed25519 AAAA new\n");
    expect(there(RULES)).toBe(contentOf(RULES));
    expect(apply("keys")).toBe("");
  });

  it("stay where there are none in the document, and the unit fails", () => {
    serve(altered({}, { users: config.users.map((user) => ({ ...user, ssh_authorized_keys: [] })) }));
    const { status, output } = tree.run(["/usr/local/sbin/bingo-apply", "keys"]);
    expect({ status, output }).toMatchObject({ status: 1, output: expect.stringContaining("found none") as string });
    expect(there(KEYS)).toBe("ssh-ed25519 AAAA new\n");
  });

  it("do not go back with the rest: the next deployment has to log in", () => {
    apply("end");
    apply("begin");
    const next = withKey("ssh-ed25519 AAAA next", { [RULES]: `${contentOf(RULES)}# another\n` });
    expect(take(next)).toMatchObject({ status: 0 });
    expect(apply("back")).toContain(`went back to what it had: ${RULES}`);
    expect(there(KEYS)).toBe("ssh-ed25519 AAAA next\n");
  });
});

it("never takes the deployment's own key away", () => {
  const users = config.users.map((user) => ({ ...user, ssh_authorized_keys: [] }));
  const { status, output } = take(altered({}, { users }));
  expect(output).toContain("expected the deployment's own key, found none");
  expect(status).toBe(1);
});

describe.each(ROLES)("on a machine of the role %s", (role) => {
  const [machine] = exampleMachines([role]);
  if (!machine) throw new Error(`the example has no ${role}`);
  const { judges } = parse(machine.files.find(({ path }) => path.endsWith("/follows/role.yaml"))?.content ?? "") as {
    readonly judges: readonly { readonly of: string | readonly string[] }[];
  };
  /** Those that a judge reads, in whose language `#` begins a comment. */
  const judged = machine.files.filter(
    ({ path }) =>
      /^\/etc\/(ssh|chrony|systemd\/system\/[^/]+(?<!@)\.(service|timer|socket|mount)$)/.test(path) ||
      (judges.some(({ of }) => [of].flat().some((pattern) => path.startsWith(pattern.replace(/\*.*/, "")))) &&
        !/\.(js|json|ini|txt)$/.test(path)),
  );
  let there: MachineTree;

  beforeAll(async () => {
    there = await machineOf(machine);
    // What set-up makes, and unit files speak of.
    there.must(["bash", "-c", "install -d /opt/bingo /run/bingo-load && touch /opt/bingo/bingo"]);
  }, 60_000);
  afterAll(() => there.close());

  it("all judges accept a comment in each of their files", () => {
    const all = parse(machine.userData) as Config;
    const write_files = all.write_files.map((file) =>
      judged.some(({ path }) => path === file.path) ? { ...file, content: `${file.content}# a comment\n` } : file,
    );
    const { status, output } = takeOn(there, `#cloud-config\n${stringify({ ...all, write_files })}`);
    expect({ status, output }).toMatchObject({ status: 0, output: expect.not.stringContaining("expected status 0") as string });
    const [, differ = ""] = /files differ: (.*)/.exec(output) ?? [];
    expect(differ.split(", ")).toEqual(expect.arrayContaining(judged.map(({ path }) => path)));
    expect(judged.length).toBeGreaterThan(8);
  });
});
