import { spawn, type ChildProcess } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Curl } from "../../proof/acceptance/subject";
import execa from "execa";

/** What an edge does wrong. */
export interface EdgeFault {
  /** A directive in place of the service, on port 80. */
  readonly http?: string;
  /** No TLS where https is expected. */
  readonly noTls?: true;
  readonly noQuic?: true;
  /** @default true */
  readonly altSvc?: false;
  /** Whose certificate it shows. @default the right one */
  readonly certificate?: "other";
}

export interface Site {
  readonly servicePort: number;
  readonly httpPort: number;
  readonly httpsPort: number;
}

export const DOMAIN = "bingo.test";

const LOWEST_PORT = 10_000;
/** Where the kernel's range for its own choice begins, by default. */
const HANDED_OUT_FROM = 32_768;

/* Ends with its standard input, and with it nginx and all mounts. */
const INIT = String.raw`
set -euo pipefail
lower=$1 folder=$2
mount -t tmpfs -o mode=0755 edge "$folder"
mkdir "$folder"/upper "$folder"/work "$folder"/root
mount -t overlay -o "lowerdir=$lower,upperdir=$folder/upper,workdir=$folder/work" edge "$folder/root"
cd "$folder/root"
mount -t proc proc proc
mount -t tmpfs -o mode=0755 run run
mount -t tmpfs -o mode=0755 dev dev
for device in null urandom; do
  : >"dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
exec chroot . bash -c '
  set -euo pipefail
  cd /etc/nginx
  # The configuration comes first, then nothing: the end of it ends everything.
  read -r bytes
  head -c "$bytes" >edge.conf
  for name in bingo other; do
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 1 -subj "/CN=$name.test" \
      -addext "subjectAltName=DNS:$name.test" -keyout "$name.key" -out "$name.crt" 2>/dev/null
  done
  nginx -c /etc/nginx/edge.conf
  echo ready
  exec cat >/dev/null
'
`;

/** Debian 13's nginx as the edge of any number of services, on free ports of the loopback. */
export class DebianEdge {
  readonly sites: Site[] = [];
  private readonly blocks: string[] = [];
  /** Hold the ports until nginx takes them: the kernel may hand out again at once what was let go. */
  private readonly reserved: Server[] = [];
  private holder: ChildProcess | undefined;
  private readonly folder = mkdtempSync(join(tmpdir(), "bingo-edge-"));

  constructor(private readonly root: string) {}

  async add(servicePort: number, fault: EdgeFault = {}): Promise<Site> {
    const site = { servicePort, httpPort: await this.freePort(), httpsPort: await this.freePort() };
    this.sites.push(site);
    this.blocks.push(serverBlock(site, fault));
    return site;
  }

  async start(): Promise<void> {
    await this.release();
    const config = `
      user www-data;
      worker_processes 1;
      pid /run/nginx.pid;
      error_log stderr;
      events { worker_connections 4096; }
      http {
        access_log off;
        proxy_http_version 1.1;
        proxy_pass_header Date;
        ${this.blocks.join("\n")}
      }`;
    const namespaces = ["--mount", "--pid", "--fork", "--kill-child", "--"];
    this.holder = spawn("unshare", [...namespaces, "bash", "-c", INIT, "debian-edge", this.root, this.folder]);
    const { stdin, stdout, stderr } = this.holder;
    if (!stdin || !stdout || !stderr) throw new Error("debian-edge: no pipes");
    let complaint = "";
    stderr.on("data", (text: Buffer) => (complaint += text.toString()));
    stdin.write(`${Buffer.byteLength(config)}\n${config}`);
    const [first] = (await Promise.race([once(stdout, "data"), once(this.holder, "close")])) as [unknown];
    if (String(first).trim() !== "ready") throw new Error(`debian-edge: expected nginx to start, found: ${complaint}`);
  }

  /** Debian 13's curl, in the same place: words of a command. */
  get curlCommand(): readonly string[] {
    const holder = String(this.holder?.pid);
    const pid = readFileSync(`/proc/${holder}/task/${holder}/children`, "utf8").trim();
    return ["nsenter", "--target", pid, "--mount", "--root", "--wd", "--", "curl"];
  }

  get curl(): Curl {
    const [program = "", ...words] = this.curlCommand;
    return async (args) => {
      const { exitCode, stdout, stderr } = await execa(program, [...words, ...args], { reject: false });
      return { status: exitCode, stdout, stderr };
    };
  }

  async stop(): Promise<void> {
    await this.release();
    if (this.holder?.exitCode === null) {
      this.holder.stdin?.end();
      await once(this.holder, "close");
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /**
   * Not one of those that the kernel hands out by itself: between its release and nginx's bind, a connection of any process
   * took one (seen with two edges side by side).
   */
  private async freePort(): Promise<number> {
    const port = randomInt(LOWEST_PORT, HANDED_OUT_FROM);
    const server = createServer().listen(port, "127.0.0.1");
    try {
      await once(server, "listening");
    } catch {
      return this.freePort();
    }
    this.reserved.push(server);
    return port;
  }

  private async release(): Promise<void> {
    const closed = this.reserved.splice(0).map((server) => once(server.close(), "close"));
    await Promise.all(closed);
  }
}

function serverBlock({ servicePort, httpPort, httpsPort }: Site, fault: EdgeFault): string {
  const certificate = fault.certificate ?? "bingo";
  return `
    server {
      listen 127.0.0.1:${httpPort};
      location / { ${fault.http ?? `proxy_pass http://127.0.0.1:${servicePort};`} }
    }
    server {
      listen 127.0.0.1:${httpsPort}${fault.noTls ? "" : " ssl"};
      ${fault.noQuic ? "" : `listen 127.0.0.1:${httpsPort} quic;`}
      ssl_certificate ${certificate}.crt;
      ssl_certificate_key ${certificate}.key;
      ${fault.altSvc === false ? "" : `add_header Alt-Svc 'h3=":${httpsPort}"; ma=86400' always;`}
      location / { proxy_pass http://127.0.0.1:${servicePort}; }
    }`;
}
