import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { request, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DaemonClient } from "../../../lab/cloud/client";
import { createLabServer } from "../../../lab/cloud/server";
import { furnish, instance, LabCloud, type Plan, planned } from "../../support/lab-cloud";

let lab: LabCloud;
let plan: Plan;
let server: Server;
let daemon: DaemonClient;

beforeEach(async () => {
  lab = new LabCloud();
  plan = await furnish(lab);
  server = createLabServer({
    name: "test",
    cloud: lab.cloud,
    substrate: lab.substrate,
    addresses,
    client: () =>
      Promise.resolve({
        run: (command) => Promise.resolve({ status: 0, stdout: command.join(" "), stderr: "" }),
        commandLine: (command) => ["enter", ...command],
      }),
  });
  const socket = join(mkdtempSync(join(tmpdir(), "lab-")), "daemon.sock");
  server.listen(socket);
  await once(server, "listening");
  daemon = new DaemonClient(socket);
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const addresses = { internet: "198.18.0.0/24", host: "198.19.0.1" };
const INSTANCE = "yandex_compute_instance";
const call = () => ({ prior: null, planned: planned(INSTANCE, instance(plan, "db", "10.130.0.20")), config: {} });

it("answers the provider: a state, null for what is gone, a sentence for what is wrong", async () => {
  const { state } = (await daemon.ask("POST", `/create/${INSTANCE}`, call())) as { state: { id: string } };
  expect(await daemon.ask("POST", `/read/${INSTANCE}`, { prior: state })).toEqual({ state });
  expect(await daemon.ask("POST", `/delete/${INSTANCE}`, { prior: state })).toEqual({ state: null });
  expect(await daemon.ask("POST", `/read/${INSTANCE}`, { prior: state })).toEqual({ state: null });
  await expect(daemon.ask("POST", "/create/yandex_vpc_network", { planned: { name: "n" } })).rejects.toThrow(
    /^network n already exists: enp/,
  );
  await expect(daemon.ask("POST", "/invent/yandex_vpc_network", {})).rejects.toThrow(/no such call/);
  await expect(daemon.ask("POST", `/create/${INSTANCE}`, { planned: 7 })).rejects.toThrow(/planned/);
});

it("removes a machine again whose client goes away while it is created", async () => {
  let open = (): void => undefined;
  lab.substrate.gate = new Promise((resolve) => (open = resolve));
  const gone = new Promise((resolve) => {
    server.once("request", (_, response: ServerResponse) => response.once("close", resolve));
  });
  const create = request({ socketPath: daemon.socket, method: "POST", path: `/create/${INSTANCE}`, agent: false });
  create.on("error", () => undefined);
  create.end(JSON.stringify(call()));
  while (lab.substrate.specs.size === 0) await new Promise(setImmediate);
  create.destroy();
  // The daemon learns of it before the machine is there, as always when that takes longer than a message.
  await gone;
  open();
  while (lab.substrate.specs.size > 0) await new Promise(setImmediate);
  expect(lab.substrate.log).toEqual(["create db", "remove db"]);
  expect((await daemon.status()).counts).not.toHaveProperty(INSTANCE);
});

it("shows its machines and does the commands' verbs to them, by host name", async () => {
  await daemon.ask("POST", `/create/${INSTANCE}`, call());
  await daemon.act("db", "stop");
  await daemon.act("db", { loss: 0.1, delayMs: 50 });
  expect(lab.substrate.log).toEqual(["create db", "stop db", "impair db 0.1 50"]);
  expect(await daemon.status()).toMatchObject({
    name: "test",
    addresses,
    machines: [{ name: "db", state: "stopped", address: "10.130.0.20" }],
  });
  await expect(daemon.act("web", "stop")).rejects.toThrow("no machine web, expected one of: db");
});

it("runs commands on machines and on a client in the lab's internet", async () => {
  await daemon.ask("POST", `/create/${INSTANCE}`, call());
  lab.substrate.answer = (command, machine, options) => {
    return { status: 3, stdout: `${machine}: ${command.join(" ")}`, stderr: options?.input ?? "" };
  };
  const result = { status: 3, stdout: "db: ls -l", stderr: "hello" };
  expect(await daemon.exec("db", ["ls", "-l"], { input: "hello" })).toEqual(result);
  expect((await daemon.execOnClient(["curl"])).stdout).toBe("curl");
  expect(await daemon.clientCommandLine(["curl", "-k"])).toEqual(["enter", "curl", "-k"]);
});

it("says where it should be when it is not there", async () => {
  const absent = new DaemonClient("/nonexistent/daemon.sock");
  await expect(absent.status()).rejects.toThrow(
    "no lab answers at /nonexistent/daemon.sock: start one with script/lab up",
  );
});
