import { runInNewContext } from "node:vm";
import { PORTS } from "../../cloud-init/ports";
import { renderFiles } from "../../cloud-init/render";
import type { EdgeValues } from "../../cloud-init/roles";
import { everywhere, own, parseNginx } from "../support/nginx";
import type { Directive } from "../support/nginx";
import { FORMS, randomIds } from "../support/operations";

const SAMPLE: EdgeValues = {
  name: "edge",
  fqdn: "edge.bingo.local",
  address: "10.130.1.10",
  adminUser: "ops",
  sshPublicKeys: ["ssh-ed25519 AAAA edge"],
  sshAllowUsers: ["ops"],
  sshTcpForwarding: "local",
  sshPermitOpen: ["127.0.0.1:9090"],
  updateAt: "*-*-* 00:00:00",
  rebootAt: null,
  inbox: "/home/ops/inbox",
  ports: PORTS,
  domain: "bingo.example.org",
  upstreams: [
    { address: "10.130.1.11", port: 8081, first: true },
    { address: "10.130.1.12", port: 8081, first: true },
    { address: "10.130.1.11", port: 8082, first: false },
    { address: "10.130.1.12", port: 8082, first: false },
  ],
  databaseAddress: "10.0.0.20",
  cores: 2,
  scrapes: [
    { job: "node", targets: [{ address: "10.130.1.11", port: 9100, machine: "app-1" }], renames: [] },
    { job: "nginx", targets: [{ address: "127.0.0.1", port: 9113, machine: "edge" }], renames: [] },
  ],
  retentionDays: 15,
  retentionGb: 4,
  scrapeIntervalSeconds: 5,
  acme: null,
  alerts: null,
};

const FILES = renderFiles("edge", SAMPLE);
const SYSTEMD = "/etc/systemd/system";

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
    const socket = `/run/edge/${name}.sock`;
    expect(own(upstream?.block ?? [], "server")).toEqual([`unix:${socket}`]);
    // systemd hands them over from descriptor 3 on.
    const sockets = Array.from(file(`${SYSTEMD}/haproxy.socket`).matchAll(/^ListenStream=(.*)$/gm), ([, path]) => path);
    expect(section("frontend nginx")).toContain(`bind fd@${3 + sockets.indexOf(socket)} name ${name}`);
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
      new Set([
        ...backends.map((name) => `http://${name}${{ create: "/api/session", lists: "$request_uri" }[name] ?? ""}`),
        "http://$kind$request_uri",
        // "lists", and "whole", which is this machine's own: it asks "lists" in its turn.
        "http://$lists",
        "http://state",
        "http://10.0.0.20:9100/metrics?collect[]=textfile&collect[]=time&collect[]=stat",
      ]),
    );
    expect(own(HTTP, "proxy_next_upstream")).toEqual(["off"]);
  });

  it("is repeated after it was sent only if it changes nothing, or is a harmless operation", () => {
    expect(section("frontend nginx")).toContain(
      "http-request disable-l7-retry if { method POST PUT PATCH } !{ path_beg /operation }",
    );
  });

  it("is sent to an instance once if it may kill it, and again only if nothing was sent", () => {
    expect(own(location("@operation_once"), "proxy_pass")).toEqual(["http://once"]);
    expect(section("backend once")).toContain("retry-on conn-failure");
    expect(own(location("@operation_once"), "error_page")).toEqual([]);
  });

  it("inserts a row twice never: haproxy sends it again only if nothing was sent", () => {
    expect(own(location("= /_session_post"), "proxy_pass")).toEqual(["http://create/api/session"]);
    expect(section("backend create")).toContain("retry-on conn-failure");
    // Which of them are sent again is tried in edge/hold.programs.test.ts.
    expect(own(location("= /_session_post"), "error_page")).toEqual(["429 500 502 503 = @hold"]);
  });

  it("waits longer than bingo's own limit of 20 s for whole lists, one at a time and node", () => {
    expect(section("backend lists")).toContain("timeout server 25s");
    const [first, second, third, fourth] = section("backend lists").filter((line) => line.startsWith("server "));
    for (const line of [first, second]) expect(line).toMatch(/ maxconn 1$/);
    for (const line of [third, fourth]) expect(line).toMatch(/ maxconn 1 backup$/);
  });

  it("lets no POST but a harmless operation into the second pass", () => {
    expect(own(location("@patient"), "if")).toEqual(["($may_wait =  )"]);
    const may = HTTP.find(({ words }) => words.join(" ") === "map $request_method $kind $uri $may_wait")?.block ?? [];
    const patterns = may.map(({ words: [pattern = ""] }) => new RegExp(pattern.replace("~", "")));
    const waits = (asked: string): boolean => patterns.some((pattern) => pattern.test(asked));
    const moments = ["GET quick /ping", "HEAD data /db_dummy", "DELETE data /api/session/1", "POST quick /operation"];
    const others = ["POST quick /", "POST create /api/session", "GET lists /api/movie", "GET slow /long_dummy"];
    expect([...moments, ...others].filter(waits)).toEqual(moments);
  });
});

it("knows operations that may harm, in any form", () => {
  const source = file("/etc/nginx/njs/operation.js");
  const { classify } = runInNewContext(`${source.replace("export default", "exported =")}; exported`, {
    exported: undefined,
  }) as { classify: (body: string) => string };
  const wrong = [...FORMS, ...randomIds(100_000)].filter(({ body, kind }) => classify(body) !== kind);
  expect(wrong.map(({ name, kind }) => `${name}: ${kind}`)).toEqual([]);
});

describe("what the edge measures", () => {
  it("has labels that no client can choose", () => {
    const formats = everywhere(NGINX, "log_format").map(({ words }) => words.slice(2).join(""));
    expect(formats).toHaveLength(3);
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

  it("gives each endpoint a limit of its latency, but for /long_dummy, which has an alert of its own", () => {
    const limits = file("/etc/prometheus/rules/latency.yml");
    const endpoints = HTTP.find(({ words }) => words.join(" ") === "map $request_uri $endpoint");
    const names = endpoints?.block.map(({ words: [, name = ""] }) => name) ?? [];
    const without = names.filter((name) => !limits.includes(`p90_limit, labels: { method: GET, endpoint: "${name}" }`));
    expect(without).toEqual(["other", "/operation", "/long_dummy"]);
    expect(limits).toContain('{ method: POST, endpoint: "/operation" }');
    expect(file("/etc/prometheus/rules/alerts.yml")).toContain("- alert: LongDummySlow");
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
