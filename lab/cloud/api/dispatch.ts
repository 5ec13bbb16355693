import { status } from "@grpc/grpc-js";
import type { JsonObject } from "../../../config/json";
import { about } from "../calls";
import type { Cloud } from "../cloud";
import { linger, meetEarly, meetLate } from "../faults";
import { type Operation, Operations } from "../operations";
import { Refusal } from "../refusal";
import type { Service } from "../services/service";
import { type Method, methodsOf, pack } from "./messages";
import { violations } from "./rules";

/** Carries out calls of the API: what is the same for all services. */
export class Dispatch {
  readonly operations = new Operations();

  constructor(private readonly cloud: Cloud) {}

  /** Services by which clients find out about operations. */
  get services(): readonly Service[] {
    const { operations, cloud } = this;
    const get = ({ operation_id: id }: JsonObject): Operation => operations.get(typeof id === "string" ? id : "");
    return [{ name: "operation.OperationService", questions: { Get: get } }, ...cloud.services];
  }

  /**
   * Answers a call: with what was asked for, or with the operation that it begins.
   *
   * @throws Refusal
   */
  async answer(service: Service, name: string, request: JsonObject): Promise<object> {
    const call = callOf(service, name);
    const note = (answer: string): void => {
      this.cloud.calls.note({ at: Date.now(), call, about: about(request), answer });
    };
    try {
      const method = methodsOf(service.name).get(name);
      if (!method) throw new Refusal(`${service.name} has no method ${name}`, "UNIMPLEMENTED");
      const response = await this.carryOut(service, name, method, request);
      note("OK");
      return response;
    } catch (error) {
      note(status[codeOf(error)]);
      if (!(error instanceof Refusal)) console.error(`${call}:`, error);
      throw error;
    }
  }

  private async carryOut(service: Service, name: string, method: Method, request: JsonObject): Promise<object> {
    const call = callOf(service, name);
    const fault = this.cloud.faults.take(call);
    if (fault) meetEarly(fault);
    const question = service.questions?.[name];
    if (question) {
      if (fault) {
        meetLate(fault);
        await linger(fault);
      }
      return question(request);
    }
    const change = service.changes?.[name];
    const { operation } = method;
    if (!change || !operation) throw new Refusal(`the lab does not have ${call}`, "UNIMPLEMENTED");
    const wrong = violations(method.request, request);
    if (wrong.length > 0) throw new Refusal(`Request validation error: ${wrong.join("; ")}`);
    const { metadata, work } = change(request);
    return this.operations.begin(call, pack(operation.metadata, metadata), async () => {
      if (fault) meetLate(fault);
      const result = pack(operation.result, (await work()) ?? {});
      if (fault) await linger(fault);
      return result;
    });
  }
}

/** A call in short: `InstanceService/Create`. */
function callOf({ name }: Service, method: string): string {
  return `${name.split(".").at(-1) ?? name}/${method}`;
}

/** gRPC's number for an error. */
export function codeOf(error: unknown): status {
  return error instanceof Refusal ? status[error.code] : status.INTERNAL;
}
