import type { Instance } from "../kinds";
import { Refusal } from "../refusal";
import { called } from "./fields";

/** @throws Refusal when a machine is not stopped. @param what is to be changed */
export function requireStopped(instance: Instance, what: string): void {
  if (instance.status === "STOPPED") return;
  throw new Refusal(
    `${what}: expected instance ${called(instance)} to be stopped, it is ${instance.status}`,
    "FAILED_PRECONDITION",
  );
}
