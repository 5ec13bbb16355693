import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Client, credentials, Metadata } from "@grpc/grpc-js";
import type { JsonObject } from "../../../config/json";
import { PROJECT_ROOT } from "../../../config/paths";
import { decode, encode, methodsOf } from "../../../lab/cloud/api/messages";
import { DaemonClient } from "../../../lab/cloud/client";
import type { LabPaths } from "../../../lab/paths";
import { until } from "../../../lab/until";
import { openedByHand } from "../opened-by-hand";

interface State {
  readonly resources: readonly {
    readonly type: string;
    readonly instances: readonly { readonly attributes: { readonly id: string } }[];
  }[];
}

/** What can be deleted: the service of the API, and its name for the id. */
const SERVICES = {
  yandex_compute_disk: ["compute.v1.DiskService", "disk_id"],
  yandex_compute_instance: ["compute.v1.InstanceService", "instance_id"],
} as const;

/** Deletes the only resource of a type in a stack behind the engine's back, as somebody does in the cloud's console. */
export async function deletedInConsole(paths: LabPaths, stack: string, type: keyof typeof SERVICES): Promise<void> {
  const [service, field] = SERVICES[type];
  await inConsole(paths, (done) => done(service, "Delete", { [field]: idOf(paths, stack, type) }));
}

/** Opens a port of a security group to everybody behind the engine's back. @param group its name */
export async function openedInConsole(paths: LabPaths, group: string, port: number): Promise<void> {
  const service = "vpc.v1.SecurityGroupService";
  await inConsole(paths, async (done, call) => {
    const { security_groups = [] } = (await call(service, "List", {})) as SecurityGroups;
    const security_group_id = security_groups.find(({ name }) => name === group)?.id;
    if (security_group_id === undefined) throw new Error(`expected a security group ${group}, found none`);
    await done(service, "UpdateRules", { security_group_id, addition_rule_specs: [openedByHand(port)] });
  });
}

interface SecurityGroups {
  readonly security_groups?: readonly { readonly id: string; readonly name: string }[];
}

/** Calls a method of the API. */
type Call = (service: string, method: string, message: object) => Promise<JsonObject>;
/** Calls one that begins an operation, and waits for its end. */
type Done = (service: string, method: string, message: object) => Promise<void>;

async function inConsole(paths: LabPaths, work: (done: Done, call: Call) => Promise<void>): Promise<void> {
  const { api } = await new DaemonClient(paths.socket).status();
  const client = new Client(api.endpoint, credentials.createSsl(readFileSync(api.certificateFile)));
  const token = new Metadata();
  token.set("authorization", `Bearer ${readFileSync(api.tokenFile, "utf8")}`);
  const call: Call = (service, name, message) => {
    const method = methodsOf(service).get(name);
    if (!method) throw new Error(`${service} has no ${name}`);
    const { path, request, response } = method;
    return new Promise((resolve, reject) => {
      const answer = (error: Error | null, value?: JsonObject): void => {
        if (error || !value) reject(error ?? new Error(`${path}: no answer`));
        else resolve(value);
      };
      const written = (one: object): Buffer => encode(request, one);
      client.makeUnaryRequest(path, written, (bytes) => decode(response, bytes), message, token, answer);
    });
  };
  const done: Done = async (service, name, message) => {
    const { id: operation_id } = await call(service, name, message);
    await until(async () => {
      const { done, error } = await call("operation.OperationService", "Get", { operation_id });
      if (error) throw new Error(`${service}/${name}: ${JSON.stringify(error)}`);
      return done === true ? { value: undefined } : { found: "an operation that is not done" };
    }, `expected ${service}/${name} to be done`);
  };
  try {
    await work(done, call);
  } finally {
    client.close();
  }
}

/** Finds the id of the only resource of a type in a stack's state. @throws when there is none, or another one */
export function idOf(paths: LabPaths, stack: string, type: string): string {
  const state = JSON.parse(readFileSync(join(PROJECT_ROOT, paths.state, `${stack}.tfstate`), "utf8")) as State;
  const [id, ...others] = state.resources
    .filter((resource) => resource.type === type)
    .flatMap(({ instances }) => instances.map(({ attributes }) => attributes.id));
  if (id !== undefined && others.length === 0) return id;
  throw new Error(`${stack}: expected one ${type}, found ${id === undefined ? 0 : 1 + others.length}`);
}
