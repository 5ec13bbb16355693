import { DEATHS, EdgeTree } from "../../support/edge/edge-tree";
import { operationBody } from "../../support/operations";

let edge: EdgeTree;

beforeAll(async () => {
  edge = await EdgeTree.open();
});

afterAll(() => edge.close());

/** The database's machine does not answer. */
const AWAY = `mv ${DEATHS} ${DEATHS}.away`;

describe("while no instance answers, for two seconds", () => {
  it.each([
    { method: "GET", path: "/ping" },
    { method: "HEAD", path: "/" },
    { method: "GET", path: "/api/movie/1" },
    { method: "GET", path: "/db_dummy" },
    { method: "GET", path: "/api/session" },
    { method: "DELETE", path: "/api/session/1" },
    { method: "POST", path: "/operation", body: operationBody(0) },
    { method: "POST", path: "/api/session", body: "{}" },
  ])("$method $path waits", ({ method, path, body }) => {
    const status = edge.script(`
      ${EdgeTree.ENDS_INSTANCES}
      (sleep 2; ${EdgeTree.STARTS_INSTANCES}) &
      ${edge.curl(method, path, { body, name: "held" })}
      wait
    `);
    expect(status).toBe("200\n");
  });

  it("GET /long_dummy waits when the cache has no answer", () => {
    const status = edge.script(`
      ${EdgeTree.ENDS_INSTANCES}
      rm -rf /var/lib/nginx/long_dummy/*
      (sleep 2; ${EdgeTree.STARTS_INSTANCES}) &
      ${edge.curl("GET", "/long_dummy")}
      wait
    `);
    expect(status).toBe("200\n");
  });

  it("POST /, which may have done something, and a dangerous operation do not", () => {
    const statuses = edge.script(`
      ${EdgeTree.ENDS_INSTANCES}
      ${edge.curl("POST", "/", { body: "x" })}
      ${edge.curl("POST", "/operation", { body: operationBody(17_179_869_184) })}
      ${EdgeTree.STARTS_INSTANCES}
      sleep 2
    `);
    expect(statuses).toBe("503\n503\n");
  });

  it("gives up after ten seconds", () => {
    const output = edge.script(`
      ${EdgeTree.ENDS_INSTANCES}
      SECONDS=0
      ${edge.curl("GET", "/api/movie/1")}
      echo "$SECONDS"
      ${EdgeTree.STARTS_INSTANCES}
      sleep 2
    `);
    const [status, seconds] = output.split("\n").map(Number);
    expect(status).toBe(503);
    expect(seconds).toBeGreaterThanOrEqual(9);
    expect(seconds).toBeLessThanOrEqual(13);
  });
});

describe("a session's creation", () => {
  it("is not repeated when its instance died: the row may be there", () => {
    const sent = edge.send({ name: "creation", path: "/api/session", body: "{}", mode: "died" });
    expect(sent).toMatchObject({ status: 502, attempts: 1 });
  });

  it("is asked again when an instance said that it failed: it is sick, or pgbouncer is restarted", () => {
    const sent = edge.send({ name: "created-sick", path: "/api/session", body: "{}", mode: "sick" });
    expect(sent).toMatchObject({ status: 500, attempts: 5 });
  });

  it.each([
    ["PostgreSQL has died meanwhile", (): void => { edge.databaseDied({ secondsAgo: 0.3 }); }],
    ["its machine has been rebooted", (): void => { edge.databaseDied({ bootSecondsAgo: 0.3 }); }],
    ["nobody says whether it has, for ten seconds", (): void => { edge.script(AWAY); }],
  ])("is not asked again then where %s: that may have been the answer to a commit", (_, happens) => {
    happens();
    const sent = edge.send({ name: "committed", path: "/api/session", body: "{}", mode: "sick" });
    expect(sent).toMatchObject({ status: 500, attempts: 1 });
    edge.databaseDied();
  });

  it("waits until somebody says whether PostgreSQL has died", () => {
    const status = edge.script(`
      ${AWAY}
      (sleep 2; mv ${DEATHS}.away ${DEATHS}) &
      ${edge.curl("POST", "/api/session", { body: "{}", mode: "outage", name: "unknown" })}
      wait
    `);
    expect(status).toBe("200\n");
  });

  it("is not asked again when the instance that got it after sick ones died", () => {
    const sent = { name: "created-later", path: "/api/session", body: "{}", mode: "sick-then-died" } as const;
    expect(edge.send(sent)).toMatchObject({ status: 502, attempts: 4 });
  });
});

describe("while the database hangs, and its instances are sick for a moment after that", () => {
  it.each([
    { method: "GET", path: "/ping" },
    { method: "GET", path: "/api/movie/3" },
    { method: "DELETE", path: "/api/session/3" },
    { method: "POST", path: "/operation", body: operationBody(0) },
    { method: "POST", path: "/api/session", body: "{}" },
  ])("$method $path waits", ({ method, path, body }) => {
    const name = `outage-${method}${path.replaceAll("/", "-")}`;
    const asked = edge.curl(method, path, { body, mode: "outage", name });
    expect(edge.script(asked)).toBe("200\n");
  });

  it("POST /, which may have done something, does not", () => {
    expect(edge.script(edge.curl("POST", "/", { body: "x", mode: "outage", name: "outage-POST" }))).toBe("504\n");
    expect(edge.reached("outage-POST ")).toHaveLength(1);
  });
});

