import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DaemonClient } from "../../../lab/cloud/client";
import { createLabServer } from "../../../lab/cloud/server";
import { furnish, id, instance, LabCloud, type Plan } from "../../support/lab-cloud";

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
    api,
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
const api = { endpoint: "localhost:7443", certificateFile: "/run/api.crt", tokenFile: "/run/api.token" };
const createMachine = () => lab.create("InstanceService", instance(plan, "db", "10.130.0.20"));

it("shows its machines and does the commands' verbs to them, by host name", async () => {
  await createMachine();
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
  await createMachine();
  lab.substrate.answer = (command, machine, options) => {
    return { status: 3, stdout: `${machine}: ${command.join(" ")}`, stderr: options?.input ?? "" };
  };
  const result = { status: 3, stdout: "db: ls -l", stderr: "hello" };
  expect(await daemon.exec("db", ["ls", "-l"], { input: "hello" })).toEqual(result);
  expect((await daemon.execOnClient(["curl"])).stdout).toBe("curl");
  expect(await daemon.clientCommandLine(["curl", "-k"])).toEqual(["enter", "curl", "-k"]);
});

it("shows the calls of the API", async () => {
  await createMachine();
  const calls = (await daemon.ask("GET", "/cloud/calls")) as { call: string; about: string; answer: string }[];
  expect(calls.at(-1)).toMatchObject({ call: "InstanceService/Create", about: "bingo-db", answer: "OK" });
  await daemon.ask("POST", "/cloud/clear", {});
  expect(await daemon.ask("GET", "/cloud/calls")).toEqual([]);
});

it("lets calls meet faults, and names the calls that there are", async () => {
  await daemon.ask("POST", "/cloud/fault", { kind: "quota", call: "InstanceService/Create" });
  await expect(createMachine()).rejects.toThrow("Quota limit exceeded");
  await createMachine();
  await expect(daemon.ask("POST", "/cloud/fault", { kind: "fail", call: "InstanceService/Sing" })).rejects.toThrow(
    /^call InstanceService\/Sing: expected one of the methods Get, List, .*, found Sing$/,
  );
  await expect(daemon.ask("POST", "/cloud/fault", { kind: "fail", call: "Choir/Sing" })).rejects.toThrow(
    /expected one of the services NetworkService, /,
  );
});

it("switches quotas on and off", async () => {
  await daemon.ask("POST", "/cloud/quotas", { on: true });
  await createMachine();
  const quotas = await daemon.ask("GET", "/cloud/quotas");
  expect(quotas).toContainEqual({ name: "cores", used: 2, quota: 32 });
  await daemon.ask("POST", "/cloud/quotas", { on: false });
  expect(await daemon.ask("GET", "/cloud/quotas")).toContainEqual({ name: "cores", used: 2 });
});

it("deletes what no state of the engine knows when a deployment begins", async () => {
  await createMachine();
  const known = [plan.network, plan.subnet, plan.group, plan.disk, plan.address].map(id);
  expect(await daemon.beginDeployment(known)).toEqual(["compute_instance bingo-db"]);
  expect(await daemon.beginDeployment(known)).toEqual([]);
});

it("says where it should be when it is not there", async () => {
  const absent = new DaemonClient("/nonexistent/daemon.sock");
  await expect(absent.status()).rejects.toThrow(
    "no lab answers at /nonexistent/daemon.sock: start one with script/lab up",
  );
});
