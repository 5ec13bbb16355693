import { discoverIds } from "../../../proof/load/ids";
import { HttpClient } from "../../../proof/load/http-client";
import { MixedUsers } from "../../../proof/load/mixed-users";
import { createdId, ENDPOINTS, operation, poison, type Answer, type Request } from "../../../proof/load/request";
import { LocalServer } from "../../support/local-server";

const IDS = { customers: [1, 2, 3], movies: [4, 5], sessions: [101, 102] };

function answer(body: unknown, status = 200): Answer {
  return { status, headers: {}, body: Buffer.from(JSON.stringify(body)), bytes: 0 };
}

/** Serves the users at once, with a session table. */
function serve(users: MixedUsers, count: number, fails: (request: Request) => boolean = () => false): Request[] {
  let newest = 1000;
  return Array.from({ length: count }, () => {
    const request = users.next();
    if (fails(request)) users.answered(request, answer("", 503));
    else users.answered(request, answer(request.endpoint === "POST /api/session" ? { id: ++newest } : {}));
    return request;
  });
}

describe("MixedUsers", () => {
  it("asks for every endpoint, and for the whole lists as rarely as told", () => {
    const asked = serve(new MixedUsers(IDS, { listEvery: 100 }), 3000);
    expect(new Set(asked.map(({ endpoint }) => endpoint))).toEqual(new Set(ENDPOINTS));
    const lists = asked.filter(({ path }) => /^\/api\/(movie|customer|session)$/.test(path) && path !== "POST");
    expect(lists.filter(({ method }) => method === "GET")).toHaveLength(30);
  });

  it("has one whole list under way at most", () => {
    const users = new MixedUsers(IDS, { listEvery: 10 });
    const asked = Array.from({ length: 100 }, () => users.next());
    expect(asked.filter(({ endpoint }) => /^GET \/api\/(movie|customer|session)$/.test(endpoint))).toHaveLength(1);
  });

  it("does the same for the same seed", () => {
    const paths = (seed: number): string[] => serve(new MixedUsers(IDS, { seed }), 200).map(({ path }) => path);
    expect(paths(7)).toEqual(paths(7));
    expect(paths(7)).not.toEqual(paths(8));
  });

  it("deletes what users created and nothing else, and knows what has to be there", () => {
    const users = new MixedUsers(IDS);
    const asked = serve(users, 3000, ({ path }) => path.endsWith("7"));
    const created = asked.filter(({ endpoint }) => endpoint === "POST /api/session").length;
    const deleted = asked.filter(({ method }) => method === "DELETE").map(({ path }) => Number(path.split("/").pop()));
    expect(deleted.length).toBeGreaterThan(100);
    expect(Math.min(...deleted)).toBeGreaterThan(1000);
    expect(new Set(deleted).size).toBe(deleted.length);
    expect(users.created).toHaveLength(created - deleted.length);
    expect(users.created.filter((id) => deleted.includes(id))).toEqual([]);
    expect(users.undecided).toEqual(deleted.filter((id) => id % 10 === 7));
  });

  it("deletes no session that is being read", () => {
    const users = new MixedUsers(IDS);
    const underWay = new Set<string>();
    let newest = 1000;
    for (let count = 0; count < 3000; count++) {
      const request = users.next();
      const { endpoint, path } = request;
      if (endpoint === "DELETE /api/session/{id}") expect(underWay).not.toContain(path);
      // Readers of users' own sessions wait for a database that restarts, until 500 requests later.
      if (endpoint === "GET /api/session/{id}" && Number(path.split("/").pop()) > 1000) underWay.add(path);
      else users.answered(request, answer(endpoint === "POST /api/session" ? { id: ++newest } : {}));
      if (count % 500 === 499) underWay.clear();
    }
    expect(newest).toBeGreaterThan(1100);
  });
});

it("finds the id in an answer to POST /api/session, in whatever form", () => {
  for (const body of [12, { id: 12 }, { session_id: 12 }, { session: { id: 12, customer: { id: 1 } } }]) {
    expect(createdId(answer(body))).toBe(12);
  }
  for (const body of ["OK", {}, null, [1]]) expect(createdId(answer(body))).toBeUndefined();
  expect(createdId({ ...answer(""), body: Buffer.from("no JSON") })).toBeUndefined();
});

it("has poison only by its name", () => {
  expect(() => operation(17_179_869_184)).toThrow(
    "expected an id whose bits 32 to 35 are not 3, 4 or 5, found 17179869184 with 4",
  );
  expect(poison("sick")).toMatchObject({ body: '{"operation":21474836481}', poisoned: true });
});

it("reads ids out of the lists, or says which list has none", async () => {
  const server = await LocalServer.start(({ url }, response) => {
    response.end(url === "/api/session" ? "[]" : '[{"id":3},{"id":5}]');
  });
  const client = new HttpClient({ url: server.url });
  await expect(discoverIds(client)).rejects.toThrow("GET /api/session: expected a list of objects with ids, found []");
  await client.close();
  await server.stop();
});
