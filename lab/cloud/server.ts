import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { z } from "zod";
import {
  type ExecOptions,
  type ExecResult,
  MACHINE_VERBS,
  type MachineDescription,
  type MachineVerb,
  type StorageAccess,
  type Substrate,
} from "../substrate";
import type { Cloud } from "./cloud";
import { cloudFault, execution, impairment, knownIds, type LabStatus, quotaSwitch, words } from "./protocol";
import { QUOTAS } from "./tables";
import { Refusal } from "./refusal";
import { messageOf } from "../../config/message-of";

export interface ServerOptions {
  readonly name: string;
  readonly cloud: Cloud;
  readonly substrate: Substrate;
  readonly addresses: LabStatus["addresses"];
  readonly api: LabStatus["api"];
  /** @default containers */
  readonly machineKind?: MachineDescription;
  /** Makes a client in the lab's internet. @default the lab has none */
  readonly client?: () => Promise<InternetClient>;
  /** Starts an S3 server in the lab's internet. @default the lab has none */
  readonly objectStorage?: () => Promise<StorageAccess>;
}

export interface InternetClient {
  run(command: readonly string[], options: ExecOptions): Promise<ExecResult>;
  commandLine(command: readonly string[]): readonly string[];
}

/** The largest body of a request: a test's input. */
const LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Creates the daemon's HTTP server for the lab's commands, which speaks JSON: `GET /status`, `POST /deployment` (one
 * begins), `POST /machines/{name}/{verb}`, `POST /machines/{name}/exec`, `POST /object-storage` (starts it),
 * `POST /client/exec`, `POST /client/command-line`, and of the cloud's API `GET /cloud/{calls|faults|quotas}`,
 * `POST /cloud/{fault|clear|quotas}`.
 * Errors are `{"error": "one sentence"}`.
 */
export function createLabServer(options: ServerOptions): Server {
  return createServer((request, response) => {
    void respond(options, request, response);
  });
}

async function respond(options: ServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let status = 200;
  let answer: unknown;
  try {
    answer = await route(options, request);
  } catch (error) {
    status = error instanceof Refusal ? (error.code === "NOT_FOUND" ? 404 : 400) : 500;
    answer = { error: messageOf(error) };
    if (status === 500) console.error(`${request.method ?? ""} ${request.url ?? ""}:`, error);
  }
  if (response.destroyed) return;
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(answer));
}

async function route(options: ServerOptions, request: IncomingMessage): Promise<unknown> {
  const { cloud } = options;
  const path = (request.url ?? "/").split("/").slice(1).map(decodeURIComponent);
  if (request.method === "GET" && path[0] === "status") return status(options);
  if (request.method === "GET" && path[0] === "cloud") return ofCloud(cloud, path[1] ?? "");
  if (request.method !== "POST")
    throw new Refusal(`${request.method ?? ""} ${request.url ?? ""}: no such call`, "NOT_FOUND");
  const body = await bodyOf(request);
  const [operation, subject = "", verb = ""] = path;
  switch (operation) {
    case "deployment":
      return { deleted: await cloud.deleteLeftovers(read(knownIds, body).known) };
    case "object-storage":
      if (!options.objectStorage) throw new Refusal("the lab has no object storage", "NOT_FOUND");
      return options.objectStorage();
    case "cloud":
      return onCloud(cloud, subject, body);
    case "machines":
      return onMachine(options, subject, verb, body);
    case "client": {
      if (!options.client) throw new Refusal("the lab has no client", "NOT_FOUND");
      const client = await options.client();
      if (subject === "command-line") return { argv: client.commandLine(read(words, body).command) };
      const { command, ...how } = read(execution, body);
      return client.run(command, how);
    }
    default:
      throw new Refusal(`POST ${request.url ?? ""}: no such call`, "NOT_FOUND");
  }
}

async function status(options: ServerOptions): Promise<LabStatus> {
  const { name, cloud, substrate, addresses, api, machineKind = { kind: "container" } } = options;
  const machines = await substrate.machines.list();
  return { name, pid: process.pid, addresses, api, machineKind, counts: cloud.counts(), machines };
}

function ofCloud(cloud: Cloud, subject: string): unknown {
  if (subject === "calls") return cloud.calls.all();
  if (subject === "faults") return cloud.faults.all();
  if (subject === "quotas") return cloud.limits.usage();
  throw new Refusal(`GET /cloud/${subject}: no such call`, "NOT_FOUND");
}

function onCloud(cloud: Cloud, subject: string, body: unknown): unknown {
  if (subject === "fault") {
    const fault = read(cloudFault, body);
    cloud.requireCall(fault.call);
    cloud.faults.add(fault);
  } else if (subject === "clear") {
    cloud.faults.clear();
    cloud.calls.clear();
  } else if (subject === "quotas") {
    cloud.limits.set(read(quotaSwitch, body).on ? QUOTAS : {});
  } else {
    throw new Refusal(`POST /cloud/${subject}: no such call`, "NOT_FOUND");
  }
  return {};
}

async function onMachine(
  { cloud, substrate }: ServerOptions,
  name: string,
  verb: string,
  body: unknown,
): Promise<unknown> {
  const id = cloud.machineId(name);
  if (verb === "exec") {
    const { command, ...how } = read(execution, body);
    return substrate.machines.exec(id, command, how);
  }
  if (verb !== "impair" && !isMachineVerb(verb)) {
    throw new Refusal(`machine ${name}: expected ${Object.keys(MACHINE_VERBS).join(", ")}, found ${verb}`, "NOT_FOUND");
  }
  await substrate.machines.act(id, verb === "impair" ? read(impairment, body) : verb);
  return {};
}

function isMachineVerb(verb: string): verb is MachineVerb {
  return Object.hasOwn(MACHINE_VERBS, verb);
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new Refusal(z.prettifyError(result.error).replaceAll("\n", " "));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LIMIT_BYTES) throw new Refusal(`expected at most ${LIMIT_BYTES} bytes, found more`);
    parts.push(part);
  }
  const text = Buffer.concat(parts).toString("utf8");
  try {
    return JSON.parse(text === "" ? "{}" : text);
  } catch {
    throw new Refusal(`expected JSON, found ${JSON.stringify(text.slice(0, 60))}`);
  }
}
