import { readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import { debianRoot } from "../debian-root";
import { exampleMachines } from "../example";
import { MachineTree, complaint, type WriteFile } from "../machine-tree";

const INSTANCES = "/etc/instances";
const ERROR_LOG = "/var/log/instances-error.log";
/** What the node exporter of the database machine says. */
export const DEATHS = `${INSTANCES}/deaths`;
const FIXTURES = join(__dirname, "fixtures");

type Mode =
  "died" | "sick" | "full" | "late" | "well" | "headers" | "sick-then-died" | "list" | "cut" | "cut-once" | "outage";

interface CurlOptions {
  readonly body?: string | undefined;
  readonly mode?: string;
  readonly from?: string;
  readonly name?: string;
}

/** Bytes of a list that a test asks for: of bingo's longest, GET /api/session. */
export const LIST_BYTES = 26_600_000;

/** Of var-lib-nginx.mount on a machine of 2 GB. */
const NGINX_BYTES = 512_000_000;

/** A request that is sent to the edge. */
export interface Sent {
  /** Names it in the instances' log. */
  readonly name: string;
  /** @default POST */
  readonly method?: string;
  /** @default /operation */
  readonly path?: string;
  readonly body?: string;
  readonly headers?: readonly string[];
  /**
   * What the instance does that gets it: dies, is sick, refuses with 429, answers after 2.5 s, or well, or well with headers of
   * its own; or instances are sick for the first three attempts, and die at the next. A "list" has {@link LIST_BYTES}, and no
   * length beforehand, as bingo's; the instance dies in the middle of each one ("cut"), or of the first ("cut-once").
   */
  readonly mode: Mode;
  /** Of HTTP. @default 1.1 */
  readonly protocol?: "1.0" | "1.1";
  /** Address of the client. @default the edge's own */
  readonly from?: string;
}

export interface Sending {
  readonly status: number;
  /** Status line, headers and body. */
  readonly answer: string;
  /** How often it reached an instance. */
  readonly attempts: number;
}

/** The edge's nginx and haproxy with the very files of a deployment, in front of instances that do as a request says. */
export class EdgeTree {
  private constructor(
    readonly tree: MachineTree,
    private readonly files: readonly WriteFile[],
    private readonly address: string,
  ) {}

  /** @throws when there is no Debian root, or when a program does not start */
  static async open(): Promise<EdgeTree> {
    const root = debianRoot();
    const [edge] = exampleMachines(["edge"]);
    if (!edge) throw new Error("the example has no edge");
    const tree = await MachineTree.open(root, edge.name, edge.address);
    const opened = new EdgeTree(tree, edge.files, edge.address);
    try {
      opened.start();
    } catch (error) {
      // Its processes would keep jest from ending.
      await tree.close();
      throw error;
    }
    return opened;
  }

  /** Sends a request, and counts what reached the instances. */
  send({
    name,
    method = "POST",
    path = "/operation",
    body,
    headers = [],
    mode,
    from,
    protocol = "1.1",
  }: Sent): Sending {
    const id = `${name.replace(/\W+/g, "-")}-${Math.random().toString(36).slice(2)}`;
    const answer = this.tree.must(
      [
        ...["curl", "--silent", "--include", `--http${protocol}`, "--max-time", "30", "--request", method],
        ...(from === undefined ? [] : ["--interface", from]),
        ...[`X-Case: ${id}`, `X-Mode: ${mode}`, "Expect:", ...headers].flatMap((header) => ["--header", header]),
        ...(body === undefined ? [] : ["--data-binary", "@-"]),
        this.url(path),
      ],
      { input: body ?? "" },
    );
    const status = Number(/^HTTP\/\S+ ([0-9]+)/.exec(answer)?.[1]);
    return { status, answer, attempts: this.reached(id).length };
  }

  url(path: string): string {
    return `http://${this.address}${path}`;
  }

  /** A curl that prints the status and nothing else. */
  curl(method: string, path: string, { body, mode = "well", from, name = "a" }: CurlOptions = {}): string {
    const data = body === undefined ? "" : `--data '${body}'`;
    const source = from === undefined ? "" : `--interface ${from}`;
    const verb = method === "HEAD" ? "--head" : `--request ${method}`;
    return `curl --silent --max-time 30 --output /dev/null --write-out '%{http_code}\\n' ${verb} ${data} \
    ${source} --header 'X-Case: ${name}' --header 'X-Mode: ${mode}' '${this.url(path)}'`;
  }

  /** Runs a bash script on the edge. @throws its words when it fails */
  script(text: string): string {
    const verdict = this.tree.script(text, { seconds: 60 });
    if (verdict.status !== 0) throw new Error(complaint(verdict));
    return verdict.output;
  }

  /** The lines of a request in the instances' logs, in order. */
  reached(id: string): readonly string[] {
    return this.script(`cat ${EdgeTree.LOG}; sed -n 's/.* js: reached //p' ${ERROR_LOG}`)
      .split("\n")
      .filter((line) => line.startsWith(id));
  }

  /** Lets nginx run with a changed script; what its shared memory had is forgotten. */
  withScript(name: string, from: string, to: string): void {
    const path = `/etc/nginx/njs/${name}`;
    const source = this.files.find((file) => file.path === path)?.content ?? "";
    if (!source.includes(from)) throw new Error(`${path}: expected "${from}", found none`);
    this.tree.write([{ path, content: source.replace(from, to) }]);
    this.script(`
      nginx -s quit
      while [[ -e /run/nginx.pid ]]; do sleep 0.05; done
      nginx
    `);
  }

  /** Has PostgreSQL die and its machine boot so many seconds ago, as the node exporter there tells it. @default an hour each */
  databaseDied({
    secondsAgo = 3600,
    bootSecondsAgo = 3600,
  }: { secondsAgo?: number; bootSecondsAgo?: number } = {}): void {
    const now = 1_700_000_000;
    const metrics = [
      `bingo_database_died_timestamp_seconds{part="postgresql"} ${String(now - secondsAgo)}`,
      `node_boot_time_seconds ${(now - bootSecondsAgo).toExponential()}`,
      `node_time_seconds ${now.toExponential()}`,
    ];
    this.tree.write([{ path: DEATHS, content: metrics.join("\n") }]);
  }

  close(): Promise<void> {
    return this.tree.close();
  }

  private start(): void {
    const wanted = /^\/etc\/(?:nginx|haproxy)\/|haproxy\.socket$/;
    this.tree.write(this.files.filter(({ path }) => wanted.test(path)));
    const haproxy = this.files.find(({ path }) => path === "/etc/haproxy/haproxy.cfg")?.content ?? "";
    const servers = [...new Set(Array.from(haproxy.matchAll(/^ {2}server (\S+)/gm), ([, address = ""]) => address))];
    const nginx = this.files.find(({ path }) => path === "/etc/nginx/nginx.conf")?.content ?? "";
    const exporter = /http:\/\/([0-9.:]+)\/metrics/.exec(nginx)?.[1] ?? "";
    const hosts = [
      ...new Set([...servers, exporter].map((server) => server.split(":")[0] ?? "")),
      "10.9.9.1",
      "10.9.9.2",
      "10.9.9.3",
      "10.9.9.4",
    ];
    this.tree.write([
      { path: `${INSTANCES}/nginx.conf`, content: instances(servers, exporter) },
      ...["late.js", "kinds.js", "lists.py", "start-haproxy.py"].map((name) => {
        return { path: `${INSTANCES}/${name}`, content: readFileSync(join(FIXTURES, name), "utf8") };
      }),
    ]);
    this.databaseDied();
    for (const host of hosts) this.tree.must(["ip", "address", "add", `${host}/32`, "dev", "lo"]);
    this.script(`
      mkdir -p /etc/bingo/tls /etc/bingo/page /var/lib/nginx
      mount -t tmpfs -o size=${NGINX_BYTES} tmpfs /var/lib/nginx
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 1 -subj /CN=bingo.test \
        -keyout /etc/bingo/tls/tls.key -out /etc/bingo/tls/tls.crt 2>/dev/null
      : >/etc/bingo/page/password
      : >${EdgeTree.LOG}
      chmod 0666 ${EdgeTree.LOG}
      ${EdgeTree.STARTS_INSTANCES}
      setsid python3 ${INSTANCES}/lists.py ${LIST_BYTES} </dev/null >/dev/null 2>&1 &
      python3 ${INSTANCES}/start-haproxy.py
      nginx
    `);
  }

  /** Of the instances: a line for each request that reached one, its X-Case first. */
  static readonly LOG = "/var/log/instances.log";
  static readonly STARTS_INSTANCES = `nginx -c ${INSTANCES}/nginx.conf 2>/dev/null`;
  /** They answer what they have, and refuse new connections, as an instance does that is drained. */
  static readonly DRAINS_INSTANCES = `nginx -c ${INSTANCES}/nginx.conf -s quit 2>/dev/null`;
  /** Waits for it: a worker that is about to end may still take a connection. */
  static readonly ENDS_INSTANCES = `nginx -c ${INSTANCES}/nginx.conf -s stop 2>/dev/null
    while [[ -e /run/instances.pid ]]; do sleep 0.05; done`;
}

function instances(addresses: readonly string[], exporter: string): string {
  const template = Handlebars.compile(readFileSync(join(FIXTURES, "instances.conf.hbs"), "utf8"), { noEscape: true });
  return template({
    addresses,
    exporter,
    deaths: DEATHS,
    folder: INSTANCES,
    accessLog: EdgeTree.LOG,
    errorLog: ERROR_LOG,
  });
}
