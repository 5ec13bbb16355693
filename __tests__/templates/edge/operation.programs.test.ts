import { EdgeTree, type Sent } from "../../support/edge/edge-tree";
import { FORMS, operationBody, randomIds } from "../../support/operations";

let edge: EdgeTree;

beforeAll(async () => {
  edge = await EdgeTree.open();
});

afterAll(() => edge.close());

/** Lets nginx run with another time of the gate, in milliseconds; what was in the gate is forgotten. */
function gate(milliseconds: number): void {
  edge.withScript("operation.js", "const GATE_MS = 10000;", `const GATE_MS = ${milliseconds};`);
}

it("knows the forms of operations as Node does", () => {
  const all = [...FORMS, ...randomIds(20_000, 2)];
  const bodies = JSON.stringify(all.map(({ body }) => body));
  const output = edge.tree.must(["curl", "--silent", "--fail", "--data-binary", "@-", "http://127.0.0.1:9999/kinds"], {
    input: bodies,
  });
  const kinds = JSON.parse(output) as string[];
  expect(all.filter(({ kind }, n) => kinds[n] !== kind).map(({ name, kind }) => `${name}: ${kind}`)).toEqual([]);
});

describe("an operation", () => {
  beforeAll(() => {
    gate(1);
  });

  it.each(FORMS.filter(({ kind }) => kind !== "harmless"))("$name: sent once, whatever becomes of it", (form) => {
    const statuses = { died: 502, sick: 500 };
    for (const mode of ["died", "sick"] as const) {
      expect(edge.send({ ...form, mode })).toMatchObject({ status: statuses[mode], attempts: 1 });
    }
  });

  it.each(FORMS.filter(({ kind }) => kind === "harmless"))("$name: sent again", (form) => {
    expect(edge.send({ ...form, mode: "died" }).attempts).toBeGreaterThan(1);
  });

  const POISON = operationBody(85_899_345_920);

  it.each([
    ["harmless", operationBody(0)],
    ["dangerous under one reading", POISON],
    ["dangerous under both", operationBody(17_179_869_184)],
    ["unclear", `{"operation": 0, "operation": 85899345920}`],
  ])("%s: asks a second time when its instance is late only if it is harmless", (name, body) => {
    const { attempts } = edge.send({ name, body, mode: "late" });
    if (name === "harmless") expect(attempts).toBeGreaterThan(1);
    else expect(attempts).toBe(1);
  });

  it.each<Omit<Sent, "mode">>([
    { name: "no body" },
    { name: "a body that lies in a file", body: `{"operation":${" ".repeat(17_000)}85899345920}` },
    { name: "an encoded body", body: operationBody(0), headers: ["Content-Encoding: gzip"] },
    { name: "an argument", body: operationBody(0), path: "/operation?operation=85899345920" },
    { name: "a body in chunks", body: POISON, headers: ["Transfer-Encoding: chunked"] },
    { name: "a form", body: "operation=85899345920", headers: ["Content-Type: application/x-www-form-urlencoded"] },
    { name: "a path below", body: POISON, path: "/operation/" },
    { name: "an escaped path", body: POISON, path: "/%6fperation" },
    { name: "a path with two slashes", body: POISON, path: "//operation" },
  ])("is sent once: $name", (sent) => {
    expect(edge.send({ ...sent, mode: "died" })).toMatchObject({ status: 502, attempts: 1 });
  });

  it.each(["GET", "PUT", "DELETE", "PATCH"])("is not sent at all with %s", (method) => {
    expect(edge.send({ name: method, method, body: POISON, mode: "died" })).toMatchObject({ status: 405, attempts: 0 });
  });
});

describe("the gate", () => {
  const MASKED = operationBody(85_899_345_920);
  const WHOLE = operationBody(17_179_869_184);

  beforeEach(() => {
    gate(10_000);
  });

  it("lets one dangerous operation through, whichever reading calls it so", () => {
    const found = [WHOLE, MASKED, MASKED, WHOLE, operationBody(1_120_986_464_256)].map((body) =>
      edge.send({ name: "dangerous", body, mode: "well" }),
    );
    expect(found.map(({ status }) => status)).toEqual([200, 503, 503, 503, 503]);
    expect(found.map(({ attempts }) => attempts)).toEqual([1, 0, 0, 0, 0]);
    expect(edge.send({ name: "harmless", body: operationBody(0), mode: "well" })).toMatchObject({ status: 200 });
  });

  it("opens at once after an operation that was not understood and did no harm", () => {
    const body = `{"operation": 0, "operation": 85899345920}`;
    const statuses = [1, 2, 3].map(() => edge.send({ name: "unclear", body, mode: "well" }).status);
    expect(statuses).toEqual([200, 200, 200]);
  });

  it("stays shut after one that did harm", () => {
    expect(edge.send({ name: "unclear", body: "[]", mode: "sick" })).toMatchObject({ status: 500, attempts: 1 });
    expect(edge.send({ name: "dangerous", body: MASKED, mode: "well" })).toMatchObject({ status: 503, attempts: 0 });
    expect(edge.send({ name: "unclear", body: "[]", mode: "well" })).toMatchObject({ status: 503, attempts: 0 });
  });

  it("is opened by nobody but who has shut it", () => {
    gate(2000);
    const operation = (name: string, mode: string, body: string): string =>
      `curl --silent --output /dev/null --write-out '%{http_code} ' --header 'X-Case: ${name}' \
        --header 'X-Mode: ${mode}' --data '${body}' ${edge.url("/operation")}`;
    // The first takes longer than the gate is shut; meanwhile another operation shuts it.
    const statuses = edge.script(`
      ${operation("slow", "late", "[]")} >/dev/null &
      sleep 2.2
      ${operation("poison", "well", WHOLE)}
      wait
      ${operation("next", "well", WHOLE)}
    `);
    expect(statuses).toBe("200 503 ");
    expect(edge.reached("next ")).toEqual([]);
  });
});
