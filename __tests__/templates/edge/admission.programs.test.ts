import { PORTS } from "../../../cloud-init/ports";
import { EdgeTree, LIST_BYTES } from "../../support/edge/edge-tree";

let edge: EdgeTree;

beforeAll(async () => {
  edge = await EdgeTree.open();
});

afterAll(() => edge.close());

describe("what an instance has when it is drained", () => {
  it.each(["/api/session", "/api/customer"])("GET %s is answered by it", (path) => {
    const name = `drained${path.replaceAll("/", "-")}`;
    const status = edge.script(`
      ${edge.curl("GET", path, { mode: "late", name })} &
      sleep 0.3
      ${EdgeTree.DRAINS_INSTANCES}
      wait
      ${EdgeTree.STARTS_INSTANCES}
      sleep 2
    `);
    expect(status).toBe("200\n");
    expect(edge.reached(name)).toHaveLength(1);
  });
});

describe("a list whose instance dies in the middle of it", () => {
  const http10 = ["--http1.0", "--http1.0 --header 'Connection: keep-alive'", "--http1.0 --header 'Range: bytes=0-'"];
  const later = ["--http1.1", "--http1.1 --header 'Connection: close'"];

  const named = (mode: string, options: string): string => `${mode}${options.replaceAll(/\W+/g, "-")} `;

  /** What curl says of a list: of its status, of its length, and whether it takes it for a whole one. */
  const listed = (mode: string, options: string, url = edge.url("/api/session")): string =>
    edge.script(`
      curl --silent --insecure --max-time 30 --output /dev/null --write-out '%{http_code} %{size_download}' ${options} \
        --header 'X-Mode: ${mode}' --header 'X-Case: ${named(mode, options)}' '${url}' && echo ' whole' || echo ' cut'
    `);

  it.each([...http10, ...later])("is not taken for a whole one by %s", (options) => {
    expect(listed("cut", options)).not.toMatch(/^2.. [0-9]+ whole$/m);
  });

  it.each(["--http1.0", "--http1.1", "--http2"])("nor over TLS by %s", (options) => {
    const url = edge.url("/api/customer").replace("http:", "https:");
    expect(listed("cut", options, url)).not.toMatch(/^2.. [0-9]+ whole$/m);
  });

  it.each(http10)("is asked again for %s, and comes whole", (options) => {
    expect(listed("cut-once", options)).toBe(`200 ${LIST_BYTES} whole\n`);
    expect(edge.reached(named("cut-once", options))).toHaveLength(2);
  });

  it("comes whole when nothing dies, by any protocol, as the instance sent it", () => {
    for (const options of [...http10, ...later]) {
      expect(listed("list", options)).toBe(`200 ${LIST_BYTES} whole\n`);
    }
    const { answer } = edge.send({ name: "type", method: "GET", path: "/api/movie", mode: "list", protocol: "1.0" });
    expect(answer).toMatch(/^Content-Type: application\/json\r$/m);
    expect(answer).toMatch(new RegExp(`^Content-Length: ${LIST_BYTES}\r$`, "m"));
    expect(answer).not.toMatch(/^X-Bingo/im);
  });

  it("waits for an instance in HTTP/1.0 as in any other", () => {
    const status = edge.script(`
      ${EdgeTree.ENDS_INSTANCES}
      (sleep 2; ${EdgeTree.STARTS_INSTANCES}) &
      ${edge.curl("GET", "/api/movie", { name: "held-1.0" })} --http1.0
      wait
    `);
    expect(status).toBe("200\n");
  });

  it("leaves nothing on the edge", () => {
    expect(edge.script("find /var/lib/nginx/proxy -type f")).toBe("");
  });
});

describe("a request that instances refuse, as they have too much to do", () => {
  it("is asked again a moment later, and refused in the end", () => {
    const { status, attempts } = edge.send({ name: "full", method: "GET", path: "/api/movie/1", mode: "full" });
    expect(status).toBe(429);
    expect(attempts).toBeGreaterThan(3);
  });
});

describe("a request that always fails", () => {
  it("is asked few times, and answered as the instance does", () => {
    const { status, answer, attempts } = edge.send({ name: "bad", method: "GET", path: "/api/movie/7", mode: "sick" });
    expect(status).toBe(500);
    expect(answer).toMatch(/I feel bad\.$/);
    expect(attempts).toBeLessThanOrEqual(18);
  });

  it("is asked by each turn once, no longer three times, when it comes again and again", () => {
    const one = edge.curl("GET", "/api/movie/8", { mode: "sick", name: "again" });
    edge.script(`for _ in {1..60}; do ${one} >/dev/null & done; wait`);
    const before = edge.reached("again ").length;
    edge.script(`for _ in {1..20}; do ${one} >/dev/null & done; wait`);
    expect(edge.reached("again ").length - before).toBeLessThanOrEqual(4 * 20);
  });

  it("is not held beyond a client's budget", () => {
    edge.withScript("hold.js", "const BUDGET = 300;", "const BUDGET = 10;");
    const one = edge.curl("GET", "/api/movie/9", { mode: "sick", name: "much", from: "10.9.9.1" });
    edge.script(`for _ in {1..60}; do ${one} >/dev/null & done; wait`);
    const before = edge.reached("much ").length;
    edge.script(`for _ in {1..60}; do ${one} >/dev/null & done; wait`);
    // At most two of the budget's periods, and three turns of each request.
    expect(edge.reached("much ").length - before).toBeLessThanOrEqual(60 + 2 * 10 * 3);
  });
});

describe("a client that asks for more than there is", () => {
  it("waits behind those who ask for little", () => {
    // Two lists at a time are served, each takes 2.5 s.
    const asked = (from: string, name: string): string =>
      edge.curl("GET", "/api/session", { mode: "late", from, name: `share-${name}` });
    edge.script(`
      for _ in {1..8}; do ${asked("10.9.9.1", "flood")} >/dev/null & done
      sleep 0.5
      ${asked("10.9.9.2", "user")} >/dev/null
      wait
    `);
    const order = edge.reached("share-").map((line) => line.split(" ")[0]?.replace("share-", ""));
    expect(order).toHaveLength(9);
    expect(order.indexOf("user")).toBeLessThanOrEqual(4);
  });
});

describe("a list", () => {
  const compressed = (): string =>
    edge.script(`
      curl --silent 127.0.0.1:${String(PORTS.haproxyMetrics)}/metrics |
        sed -n 's/^haproxy_backend_http_comp_bytes_in_total{proxy="lists"} //p'
    `);
  const ask = (...options: readonly string[]): string =>
    edge.script(`
      curl --silent --header 'X-Mode: list' ${options.join(" ")} ${edge.url("/api/session")} |
        { zcat --force || true; } | wc --bytes
    `);

  it("comes as it is to a client that takes no gzip while there is room, compressed to one that does", () => {
    const before = compressed();
    expect(ask()).toBe(`${String(LIST_BYTES)}\n`);
    expect(compressed()).toBe(before);
    expect(ask("--header", "'Accept-Encoding: gzip'")).toBe(`${String(LIST_BYTES)}\n`);
    expect(Number(compressed())).toBeGreaterThanOrEqual(Number(before) + LIST_BYTES);
  });
});

describe("clients that read lists slowly", () => {
  it("leave others the memory in which lists wait", () => {
    const asked = edge.curl("GET", "/api/session", { mode: "list", from: "10.9.9.3", name: "slow" });
    const slowly = asked.replace("--max-time 30", "--max-time 55 --limit-rate 50k");
    const [said, lost] = edge
      .script(
        `
          for _ in {1..24}; do
            ${slowly} &
            ${slowly.replace("10.9.9.3", "10.9.9.4")} &
          done >/dev/null
          for _ in {1..60}; do
            (($(grep --count '^slow ' ${EdgeTree.LOG}) < 48)) || break
            sleep 0.5
          done
          curl --silent --max-time 20 --output /dev/null --write-out '%{http_code} %{size_download} %{exitcode}\n' \
            --interface 10.9.9.2 --header 'X-Mode: list' ${edge.url("/api/session")}
          grep '\\[crit\\].*writ' /var/log/nginx/error.log || true
          kill $(jobs -p)
        `,
      )
      .split("\n");
    expect(said).toBe(`200 ${LIST_BYTES} 0`);
    expect(lost).toBe("");
  });
});

describe("what an instance says", () => {
  it("is passed on without the headers that steer the edge or speak for it", () => {
    const { status, answer } = edge.send({ name: "headers", method: "GET", path: "/config", mode: "headers" });
    expect(status).toBe(200);
    expect(answer).toMatch(/^X-Own: kept\r$/im);
    expect(answer).toMatch(/^Cache-Control: no-store\r$/im);
    expect(answer).not.toMatch(/X-Accel|X-Bingo|Strict-Transport|max-age=31536000|h3=":1"|^Age: 17|HIT|koi8/im);
    expect(answer.match(/^Alt-Svc:/gim)).toHaveLength(1);
    expect(answer).toMatch(/\r\n\r\n\{\}$/);
  });

  it("under /config is asked for anew each time, and reaches users unchanged", () => {
    for (let n = 0; n < 2; n++) {
      const { status, answer, attempts } = edge.send({ name: "config", method: "GET", path: "/config", mode: "well" });
      expect({ status, attempts }).toEqual({ status: 200, attempts: 1 });
      expect(answer).toMatch(/\r\n\r\nwell$/);
    }
  });

  it("to POST / reaches users too", () => {
    const sent = edge.send({ name: "greeting", path: "/", body: "", mode: "well" });
    expect(sent).toMatchObject({ status: 200, attempts: 1 });
  });
});
