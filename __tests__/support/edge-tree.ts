import { debianRoot } from "./debian-root";
import { exampleMachines } from "./example";
import { MachineTree, complaint, type WriteFile } from "./machine-tree";

const INSTANCES = "/etc/instances";
const ERROR_LOG = "/var/log/instances-error.log";
/** What the instances write of each request that reached them: its X-Case, and their own address. */
const LOG_FORMAT = "$http_x_case $server_addr:$server_port $request_method $request_uri";

/** Does what systemd does with haproxy.socket: listens, hands the sockets over from descriptor 3 on. */
const START_HAPROXY = `
import os, re, socket
unit = open("/etc/systemd/system/haproxy.socket").read()
sockets = []
for path in re.findall("^ListenStream=(.*)$", unit, re.M):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    each = socket.socket(socket.AF_UNIX)
    each.bind(path)
    os.chmod(path, 0o666)
    each.listen(4096)
    sockets.append(each)
copies = [os.dup(each.fileno()) for each in sockets]
for place, copy in enumerate(copies, 3):
    os.dup2(copy, place)
os.makedirs("/run/haproxy", exist_ok=True)
os.execv("/usr/sbin/haproxy", ["haproxy", "-D", "-f", "/etc/haproxy/haproxy.cfg"])
`;

type Mode = "died" | "sick" | "full" | "late" | "well" | "headers" | "sick-then-died" | "list" | "cut" | "cut-once";

/** Bytes of a list that a test asks for: of bingo's longest, GET /api/session. */
export const LIST_BYTES = 26_600_000;

/** Of var-lib-nginx.mount on a machine of 2 GB. */
const NGINX_BYTES = 512_000_000;

/** Sends lists in pieces, and ends as the header X-Mode says. */
const LISTS = `
import collections, http.server, json, random

def row(number):
    name = "".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=9))
    film = {"id": random.randrange(29019), "name": name, "year": random.randrange(1920, 2023), "duration": random.randrange(240)}
    person = {"id": random.randrange(500000), "name": name[::-1], "surname": name[3:], "birthday": "1987-06-%02d" % random.randrange(28)}
    return json.dumps({"id": number, "movie": film, "customer": person, "time": "2023-11-21T15:37:%02d.000000Z" % random.randrange(60)})

piece = ",".join(row(number) for number in range(${Math.ceil(LIST_BYTES / 100 / 200)}))[:${LIST_BYTES / 100}].ljust(${LIST_BYTES / 100}).encode()

class Lists(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    attempts = collections.Counter()

    def do_GET(self):
        case, mode = self.headers["X-Case"], self.headers["X-Mode"]
        self.attempts[case] += 1
        cut = mode == "cut" or mode == "cut-once" and self.attempts[case] == 1
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for _ in range(50 if cut else 100):
            self.wfile.write(b"%x\\r\\n" % ${LIST_BYTES / 100} + piece + b"\\r\\n")
        self.close_connection = True
        if not cut:
            self.wfile.write(b"0\\r\\n\\r\\n")

    do_HEAD = do_GET
    def log_message(self, *args): pass

http.server.ThreadingHTTPServer(("127.0.0.1", 9998), Lists).serve_forever()
`;

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
   * its own; or instances are sick for the first six attempts, and die at the next. A "list" has {@link LIST_BYTES}, and no
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
    opened.start();
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

  close(): Promise<void> {
    return this.tree.close();
  }

  private start(): void {
    const wanted = /^\/etc\/(?:nginx|haproxy)\/|haproxy\.socket$/;
    this.tree.write(this.files.filter(({ path }) => wanted.test(path)));
    const haproxy = this.files.find(({ path }) => path === "/etc/haproxy/haproxy.cfg")?.content ?? "";
    const servers = [...new Set(Array.from(haproxy.matchAll(/^ {2}server (\S+)/gm), ([, address = ""]) => address))];
    const hosts = [
      ...new Set(servers.map((server) => server.split(":")[0] ?? "")),
      "10.9.9.1",
      "10.9.9.2",
      "10.9.9.3",
      "10.9.9.4",
    ];
    this.tree.write([
      { path: `${INSTANCES}/nginx.conf`, content: instances(servers) },
      { path: `${INSTANCES}/late.js`, content: LATE },
      { path: `${INSTANCES}/kinds.js`, content: KINDS },
      { path: `${INSTANCES}/lists.py`, content: LISTS },
      { path: `${INSTANCES}/haproxy.py`, content: START_HAPROXY },
    ]);
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
      setsid python3 ${INSTANCES}/lists.py </dev/null >/dev/null 2>&1 &
      python3 ${INSTANCES}/haproxy.py
      nginx
    `);
  }

  /** Of the instances: X-Case first. */
  static readonly LOG = "/var/log/instances.log";
  static readonly STARTS_INSTANCES = `nginx -c ${INSTANCES}/nginx.conf 2>/dev/null`;
  /** They answer what they have, and refuse new connections, as an instance does that is drained. */
  static readonly DRAINS_INSTANCES = `nginx -c ${INSTANCES}/nginx.conf -s quit 2>/dev/null`;
  /** Waits for it: a worker that is about to end may still take a connection. */
  static readonly ENDS_INSTANCES = `nginx -c ${INSTANCES}/nginx.conf -s stop 2>/dev/null
    while [[ -e /run/instances.pid ]]; do sleep 0.05; done`;
}

const LATE = `function late(r) {
  r.warn("reached " + r.headersIn["X-Case"] + " ");
  setTimeout(() => r.return(200, "late"), 2500);
}
function sickThenDied(r) {
  r.warn("reached " + r.headersIn["X-Case"] + " ");
  r.return(ngx.shared.attempts.incr(r.headersIn["X-Case"], 1, 0) > 6 ? 444 : 500);
}
export default { late, sickThenDied };
`;

/** Takes a JSON list of bodies, answers with their kinds. */
const KINDS = `import operation from "operation.js";
export default { kinds: (r) => r.return(200, JSON.stringify(JSON.parse(r.requestText).map(operation.classify))) };
`;

function instances(addresses: readonly string[]): string {
  return `
    user www-data;
    pid /run/instances.pid;
    error_log ${ERROR_LOG} warn;
    load_module /usr/lib/nginx/modules/ngx_http_js_module.so;
    events { worker_connections 1024; }
    http {
      js_path ${INSTANCES};
      js_path /etc/nginx/njs;
      js_import late.js;
      js_import kinds.js;
      log_format reached "${LOG_FORMAT}";
      access_log ${EdgeTree.LOG} reached;
      map $http_x_mode $answer { default 200; died 444; sick 500; full 429; late 1; headers 2; sick-then-died 3; list 4; cut 4; cut-once 4; }
      js_shared_dict_zone zone=attempts:32k type=number;
      server {
        ${addresses.map((address) => `listen ${address};`).join("\n        ")}
        location / {
          if ($answer = 444) { return 444; }
          if ($answer = 500) { return 500 "I feel bad."; }
          if ($answer = 429) { return 429 "Too many."; }
          if ($answer = 3) { rewrite ^ /sick-then-died last; }
          if ($answer = 1) { rewrite ^ /late last; }
          if ($answer = 4) { rewrite ^ /list last; }
          if ($answer = 2) { rewrite ^ /headers last; }
          return 200 "well";
        }
        # One that is broken off is not in the access log.
        location = /late { access_log off; js_content late.late; }
        location = /sick-then-died { access_log off; js_content late.sickThenDied; }
        location = /list {
          proxy_http_version 1.1;
          proxy_set_header Host lists;
          # What waits in the edge's folder is the edge's alone.
          proxy_max_temp_file_size 0;
          proxy_pass http://127.0.0.1:9998;
        }
        location = /headers {
          add_header X-Accel-Redirect /-/nothing;
          add_header X-Accel-Limit-Rate 1;
          add_header X-Accel-Buffering no;
          add_header X-Accel-Charset koi8-r;
          add_header X-Accel-Expires 3600;
          add_header Cache-Control no-store;
          add_header Strict-Transport-Security max-age=31536000;
          add_header Alt-Svc 'h3=":1"';
          add_header Age 17;
          add_header X-Cache-Status HIT;
          add_header X-Own kept;
          return 200 "{}";
        }
      }
      server {
        listen 127.0.0.1:9999;
        client_max_body_size 64m;
        client_body_buffer_size 64m;
        location = /kinds { js_content kinds.kinds; }
      }
    }`;
}
