import { runInNewContext } from "node:vm";
import { PORTS } from "../../cloud-init/ports";
import { renderFiles } from "../../cloud-init/render";
import type { EdgeValues } from "../../cloud-init/roles";
import { everywhere, own, parseNginx } from "../support/nginx";
import type { Directive } from "../support/nginx";

const SAMPLE: EdgeValues = {
  name: "edge",
  fqdn: "edge.bingo.local",
  address: "10.130.1.10",
  adminUser: "ops",
  sshPublicKeys: ["ssh-ed25519 AAAA edge"],
  sshAllowUsers: ["ops"],
  sshTcpForwarding: "local",
  sshPermitOpen: ["127.0.0.1:9090"],
  inbox: "/home/ops/inbox",
  ports: PORTS,
  domain: "bingo.example.org",
  upstreams: [
    { address: "10.130.1.11", port: 8081, first: true },
    { address: "10.130.1.12", port: 8081, first: true },
    { address: "10.130.1.11", port: 8082, first: false },
    { address: "10.130.1.12", port: 8082, first: false },
  ],
  cores: 2,
  scrapes: [
    { job: "node", targets: [{ address: "10.130.1.11", port: 9100, machine: "app-1" }], renames: [] },
    { job: "nginx", targets: [{ address: "127.0.0.1", port: 9113, machine: "edge" }], renames: [] },
  ],
  retentionDays: 15,
  retentionGb: 4,
  scrapeIntervalSeconds: 5,
  alerts: null,
};

const FILES = renderFiles("edge", SAMPLE);

function file(path: string): string {
  const found = FILES.find((candidate) => candidate.path === path);
  if (!found) throw new Error(`the edge has no ${path}`);
  return found.content;
}

const NGINX = parseNginx(file("/etc/nginx/nginx.conf"));
const HTTP = everywhere(NGINX, "http")[0]?.block ?? [];
const [PUBLIC = [], PRIVATE = []] = everywhere(NGINX, "server")
  .filter(({ block }) => block.length > 0)
  .map(({ block }) => block);

function locations(
  server: readonly Directive[],
): readonly { readonly name: string; readonly block: readonly Directive[] }[] {
  return everywhere(server, "location").map(({ words, block }) => ({ name: words.slice(1).join(" "), block }));
}

function location(name: string): readonly Directive[] {
  const found = locations(PUBLIC).find((candidate) => candidate.name === name);
  if (!found) throw new Error(`nginx has no location ${name}`);
  return found.block;
}

describe("what the edge offers", () => {
  it("is http and https over TCP and HTTP/3 over UDP, for any name and the address", () => {
    expect(own(PUBLIC, "listen")).toEqual([
      "80 default_server",
      "443 ssl default_server",
      "443 quic reuseport default_server",
    ]);
    expect(own(PUBLIC, "http2")).toEqual(["on"]);
    expect(own(PUBLIC, "http3")).toEqual(["on"]);
    expect(own(PUBLIC, "server_name")).toEqual([SAMPLE.domain]);
  });

  it("is announced by Alt-Svc in every location: none has headers of its own", () => {
    expect(own(PUBLIC, "add_header")).toContain('Alt-Svc h3=":443"; ma=86400 always');
    expect(locations(PUBLIC).filter(({ block }) => everywhere(block, "add_header").length > 0)).toEqual([]);
  });

  it("is never a redirect, and no promise to stay on https", () => {
    expect(everywhere(PUBLIC, "return").map(({ words }) => words[1])).toEqual(["504", "405", "405"]);
    expect(everywhere(NGINX, "rewrite").filter(({ words }) => /redirect|permanent/.test(words.join(" ")))).toEqual([]);
    expect(everywhere(NGINX, "add_header").filter(({ words }) => words[1] === "Strict-Transport-Security")).toEqual([]);
    expect(own(HTTP, "proxy_hide_header")).toContain("Strict-Transport-Security");
  });

  it("is today's TLS, without early data", () => {
    expect(own(HTTP, "ssl_protocols")).toEqual(["TLSv1.2 TLSv1.3"]);
    expect(own(HTTP, "ssl_early_data")).toEqual(["off"]);
    expect(
      own(HTTP, "ssl_ciphers")[0]
        ?.split(":")
        .every((name) => /^ECDHE-.*(GCM|CHACHA20)/.test(name)),
    ).toBe(true);
  });

  it("serves nothing of its own to others than this machine", () => {
    expect(own(PRIVATE, "listen")).toEqual(["127.0.0.1:8099"]);
    expect(everywhere(PUBLIC, "stub_status")).toEqual([]);
  });
});

describe("the cache", () => {
  const cached = (server: readonly Directive[]) =>
    locations(server).filter(({ block }) => everywhere(block, "proxy_cache").length > 0);

  it("holds /long_dummy and nothing else", () => {
    expect(cached(PUBLIC).map(({ name }) => name)).toEqual(["= /long_dummy"]);
    expect(cached(PRIVATE).map(({ name }) => name)).toEqual(["= /long_dummy"]);
    expect([...own(HTTP, "proxy_cache"), ...own(PUBLIC, "proxy_cache")]).toEqual([]);
  });

  it("never serves what has expired, and answers of 200 expire well before a minute", () => {
    expect(everywhere(NGINX, "proxy_cache_use_stale")).toEqual([]);
    expect(everywhere(NGINX, "proxy_cache_background_update")).toEqual([]);
    expect(everywhere(NGINX, "proxy_cache_valid").map(({ words }) => words)).toEqual([
      ["proxy_cache_valid", "200", "40s"],
    ]);
  });

  it("is refreshed every ten seconds, whoever asks", () => {
    expect(everywhere(PRIVATE, "js_periodic").map(({ words }) => words.slice(1))).toEqual([
      ["cache.refresh", "interval=10s"],
    ]);
  });
});

describe("what goes to haproxy", () => {
  const HAPROXY = file("/etc/haproxy/haproxy.cfg");
  /** Lines of a section, without indentation and comments. */
  const section = (head: string): readonly string[] => {
    const [, ...lines] = HAPROXY.slice(HAPROXY.indexOf(`\n${head}\n`)).trimStart().split("\n");
    const end = lines.findIndex((line) => /^[a-z]/.test(line));
    return lines.slice(0, end < 0 ? undefined : end).map((line) => line.trim()).filter((line) => !line.startsWith("#"));
  };
  const instances = SAMPLE.upstreams.map(({ address, port }) => `${address}:${port}`);
  const backends = ["quick", "data", "patient", "lists", "slow", "create", "once"];

  it.each(backends)("%s: nginx, the socket and the backend agree, and it knows every instance", (name) => {
    const upstream = everywhere(NGINX, "upstream").find(({ words }) => words[1] === name);
    expect(own(upstream?.block ?? [], "server")).toEqual([`unix:/run/haproxy/${name}.sock`]);
    expect(section("frontend nginx")).toContain(`bind /run/haproxy/${name}.sock name ${name} mode 660`);
    const servers = section(`backend ${name}`).filter((line) => line.startsWith("server "));
    expect(servers.map((line) => line.split(" ")[1])).toEqual(instances);
    // Two backends check, and the others follow them: a check costs a request of 100 a second.
    const followed = name === "create" ? "data" : "quick";
    const checks = name === "quick" || name === "data" ? / check / : new RegExp(` track ${followed}/`);
    for (const line of servers) expect(line).toMatch(checks);
  });

  it("is asked for everything but the page and the counters, by one pass", () => {
    const passed = everywhere(NGINX, "proxy_pass").map(({ words }) => words[1]);
    expect(new Set(passed.filter((url) => !url?.startsWith("http://127.0.0.1")))).toEqual(
      new Set(backends.map((name) => (name === "create" ? "http://create/api/session" : `http://${name}`))),
    );
    expect(own(HTTP, "proxy_next_upstream")).toEqual(["off"]);
  });

  it("is repeated after it was sent only if it changes nothing, is a harmless operation, or has a rule of its own", () => {
    expect(section("frontend nginx")).toContain(
      "http-request disable-l7-retry if { method POST PUT PATCH } !{ path_beg /operation } !{ so_name create }",
    );
  });

  it("is sent to an instance once if it may kill it, and again only if nothing was sent", () => {
    expect(own(location("@operation_once"), "proxy_pass")).toEqual(["http://once"]);
    expect(section("backend once")).toContain("retry-on conn-failure");
    expect(own(location("@operation_once"), "error_page")).toEqual([]);
  });

  it("inserts a row twice never: again only if nothing was sent, or the instance says that it failed", () => {
    expect(own(location("= /_session_post"), "proxy_pass")).toEqual(["http://create/api/session"]);
    expect(section("backend create")).toContain("retry-on conn-failure 500 503");
  });

  it("waits longer than bingo's own limit of 20 s for whole lists, one at a time and node", () => {
    expect(section("backend lists")).toContain("timeout server 25s");
    const [first, second, third, fourth] = section("backend lists").filter((line) => line.startsWith("server "));
    for (const line of [first, second]) expect(line).toMatch(/ maxconn 1 on-marked-down shutdown-sessions$/);
    for (const line of [third, fourth]) expect(line).toMatch(/ maxconn 1 on-marked-down shutdown-sessions backup$/);
  });

  it("lets no POST but a harmless operation into the second pass", () => {
    expect(own(location("@patient"), "if")).toEqual(["($request_method !~ ^(?:GET|HEAD|DELETE)$)"]);
  });
});

describe("operations", () => {
  const source = file("/etc/nginx/njs/operation.js");
  const { classify } = runInNewContext(`${source.replace("export default", "exported =")}; exported`, {
    exported: undefined,
  }) as { classify: (body: string) => string };

  const FIRST = 12884901888;
  const LAST = 25769803775;
  const body = (id: number | string) => `{"operation": ${id}}`;

  it("of the dangerous range are never taken for harmless", () => {
    const step = (LAST - FIRST) / 20000;
    for (let i = 0; i <= 20000; i++) expect(classify(body(Math.round(FIRST + i * step)))).toBe("dangerous");
    expect([FIRST, FIRST + 1, LAST - 1, LAST, 17179869184, 21474836481].map((id) => classify(body(id)))).toEqual(
      Array(6).fill("dangerous"),
    );
  });

  it("of all others are harmless", () => {
    for (const id of [0, 1, 9, 123456789, FIRST - 1, LAST + 1, 99999999999]) {
      expect(classify(body(id))).toBe("harmless");
    }
    for (let id = 1; id < FIRST; id = id * 3 + 1) expect(classify(body(id))).toBe("harmless");
    for (const form of ['{"operation":1}', ' {\n\t"operation" :\r 1 } \n']) expect(classify(form)).toBe("harmless");
  });

  const two = (exponent: number): bigint => 1n << BigInt(exponent);
  /** Bits 32 to 35, which alone count by one reading of bingo. */
  const nibble = (id: bigint): bigint => (id >> 32n) & 15n;

  it.each([
    85899345920n,
    two(40) + 5n * two(32),
    two(62) + 3n * two(32) + 1n,
    two(60) + 4n * two(32) + 7n,
    9n * two(36) + 5n * two(32),
    two(36) + 3n * two(32),
    two(63) - 1n - 10n * two(32),
    7n * two(48) + 4n * two(32) + 123456789n,
  ])("that are dangerous by the masked reading alone are dangerous: %s", (id) => {
    expect([3n, 4n, 5n]).toContain(nibble(id));
    expect(classify(body(String(id)))).toBe("dangerous");
  });

  it("of 19 digits are exact: a hundred thousand of them, by the reference of 64-bit integers", () => {
    let id = 1n;
    const wrong: string[] = [];
    for (let i = 0; i < 100_000; i++) {
      id = (id * 6364136223846793005n + 1442695040888963407n) & (two(63) - 1n);
      const some = id >> BigInt(i % 40);
      // A program that reads numbers of JSON as floats meets the rounded one.
      const harms = [some, BigInt(Number(some))].some((each) => nibble(each) >= 3n && nibble(each) <= 5n);
      const expected = harms ? "dangerous" : "harmless";
      if (classify(body(String(some))) !== expected) wrong.push(String(some));
    }
    expect(wrong).toEqual([]);
  });

  it.each([two(63), two(64), 9999999999999999999n])("beyond 64-bit integers are not understood: %s", (id) => {
    expect(classify(body(String(id)))).toBe("unclear");
  });

  it.each([
    ["empty, or in a file", ""],
    ["exponent", body("2e10")],
    ["float", body("15000000000.0")],
    ["negative", body("-1")],
    ["string", body('"15000000000"')],
    ["leading zero", body("015000000000")],
    ["more digits than are exact", body("1500000000000000000000")],
    ["two keys", '{"operation": 1, "operation": 15000000000}'],
    ["another case", '{"Operation": 15000000000}'],
    ["escaped key", '{"\\u006fperation": 15000000000}'],
    ["nested", '{"operation": {"operation": 15000000000}}'],
    ["array", "[15000000000]"],
    ["two values", '{"operation": 1}{"operation": 15000000000}'],
    ["NUL", '{"operation": 1}\0'],
    ["byte order mark", '\ufeff{"operation": 1}'],
    ["other digits", body("１５０００００００００")],
    ["no JSON", "operation=15000000000"],
  ])("in a form that is not documented are not repeated: %s", (_, form) => {
    expect(classify(form)).toBe("unclear");
  });
});

describe("what the edge measures", () => {
  it("has labels that no client can choose", () => {
    const formats = everywhere(NGINX, "log_format").map(({ words }) => words.slice(2).join(""));
    expect(formats).toHaveLength(2);
    for (const format of formats)
      expect(format).not.toMatch(/\$(request_uri|request_method|uri|server_protocol|http_)/);
    const endpoints = HTTP.find(({ words }) => words.join(" ") === "map $request_uri $endpoint");
    expect(endpoints?.block.map(({ words }) => words[1])).toEqual([
      "other",
      "/",
      "/ping",
      "/config",
      "/operation",
      "/db_dummy",
      "/long_dummy",
      "/api/movie",
      "/api/movie/{id}",
      "/api/customer",
      "/api/customer/{id}",
      "/api/session",
      "/api/session/{id}",
    ]);
  });

  it("includes the limit of 400 ms as a bucket of the latency", () => {
    expect(file("/etc/mtail/bingo.mtail")).toMatch(/^histogram bingo_edge_request_seconds .*\b0\.4,.* 1,/m);
  });

  it("is kept on the machine alone, and as long as configured", () => {
    expect(file("/etc/default/prometheus")).toContain(
      "--web.listen-address=127.0.0.1:9090 --storage.tsdb.retention.time=15d --storage.tsdb.retention.size=4GB",
    );
    expect(file("/etc/default/prometheus-nginx-exporter")).toContain("--web.listen-address=127.0.0.1:9113");
    expect(file("/etc/systemd/system/mtail.service.d/10-bingo.conf")).toContain("HOST=127.0.0.1");
  });
});

it("never restarts nginx", () => {
  for (const { path, content } of FILES)
    expect(`${path} ${content}`).not.toMatch(/systemctl.* restart [^\n]*nginx\.service/);
});
