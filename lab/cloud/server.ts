import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { z } from "zod";
import { type ExecOptions, type ExecResult, MACHINE_VERBS, type MachineVerb, type Substrate } from "../substrate";
import type { Cloud } from "./cloud";
import { call, execution, impairment, type LabStatus, words } from "./protocol";
import { Refusal } from "./refusal";
import { messageOf } from "../../config/message-of";

export interface ServerOptions {
  readonly name: string;
  readonly cloud: Cloud;
  readonly substrate: Substrate;
  readonly addresses: LabStatus["addresses"];
  /** Makes a client in the lab's internet. @default the lab has none */
  readonly client?: () => Promise<InternetClient>;
}

export interface InternetClient {
  run(command: readonly string[], options: ExecOptions): Promise<ExecResult>;
  commandLine(command: readonly string[]): readonly string[];
}

/** The largest body of a request. User-data is the largest that the engine sends; a test's input may be larger. */
const LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Creates the daemon's HTTP server, which speaks JSON.
 *
 * For the provider: `POST /{create|read|update|delete|data}/{type}` with a call, answered by `{"state": …}`.
 * For the lab's commands: `GET /status`, `POST /deployment` (one begins), `POST /machines/{name}/{verb}`,
 * `POST /machines/{name}/exec`, `POST /client/exec` and `POST /client/command-line`.
 * Errors are `{"error": "one sentence"}`.
 */
export function createLabServer(options: ServerOptions): Server {
  return createServer((request, response) => {
    void respond(options, request, response);
  });
}

async function respond(options: ServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const connected = (): boolean => !response.destroyed;
  let status = 200;
  let answer: unknown;
  try {
    answer = await route(options, request, connected);
  } catch (error) {
    status = error instanceof Refusal ? error.status : 500;
    answer = { error: messageOf(error) };
    if (status === 500) console.error(`${request.method ?? ""} ${request.url ?? ""}:`, error);
  }
  if (!connected()) return;
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(answer));
}

async function route(options: ServerOptions, request: IncomingMessage, connected: () => boolean): Promise<unknown> {
  const { cloud } = options;
  const path = (request.url ?? "/").split("/").slice(1).map(decodeURIComponent);
  if (request.method === "GET" && path[0] === "status") return status(options);
  if (request.method !== "POST") throw new Refusal(`${request.method ?? ""} ${request.url ?? ""}: no such call`, 404);
  const body = await bodyOf(request);
  const [operation, subject = "", verb = ""] = path;
  switch (operation) {
    case "create":
      return { state: await cloud.create(subject, read(call, body), connected) };
    case "read":
    case "update":
    case "delete":
    case "data":
      return { state: await cloud[operation](subject, read(call, body)) };
    case "deployment":
      cloud.beginDeployment();
      return {};
    case "machines":
      return onMachine(options, subject, verb, body);
    case "client": {
      if (!options.client) throw new Refusal("the lab has no client", 404);
      const client = await options.client();
      if (subject === "command-line") return { argv: client.commandLine(read(words, body).command) };
      const { command, ...how } = read(execution, body);
      return client.run(command, how);
    }
    default:
      throw new Refusal(`POST ${request.url ?? ""}: no such call`, 404);
  }
}

async function status({ name, cloud, substrate, addresses }: ServerOptions): Promise<LabStatus> {
  return { name, pid: process.pid, addresses, counts: cloud.counts(), machines: await substrate.machines.list() };
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
    throw new Refusal(`machine ${name}: expected ${Object.keys(MACHINE_VERBS).join(", ")}, found ${verb}`, 404);
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
