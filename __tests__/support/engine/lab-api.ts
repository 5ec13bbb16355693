import { join } from "node:path";
import type { JsonObject } from "../../../config/json";
import { credentials } from "../../../lab/cloud/api/credentials";
import { type ApiServer, serveApi } from "../../../lab/cloud/api/server";
import { onlyLooks } from "../../../lab/cloud/calls";
import { Cloud } from "../../../lab/cloud/cloud";
import { apiEnvironment } from "../../../lab/cli/cdktf";
import { FakeSubstrate } from "../fake-substrate";
import { openedByHand } from "../opened-by-hand";

/** The lab's cloud with its API, on a substrate that only remembers. */
export class LabApi {
  private constructor(
    readonly cloud: Cloud,
    readonly substrate: FakeSubstrate,
    private readonly server: ApiServer,
    /** Variables that make the provider use it. */
    readonly settings: Readonly<Record<string, string>>,
  ) {}

  /** @param folder for its files */
  static async start(folder: string): Promise<LabApi> {
    const substrate = new FakeSubstrate();
    const cloud = new Cloud({ substrate, file: join(folder, "resources.json"), internet: "198.51.100.0/24" });
    const keys = await credentials(join(folder, "run"));
    const server = await serveApi(cloud, keys);
    return new LabApi(cloud, substrate, server, apiEnvironment({ endpoint: server.endpoint, ...keys }));
  }

  /** Calls of the API since the last time, without those that only look. */
  changes(): readonly string[] {
    const made = this.cloud.calls
      .all()
      .filter((call) => !onlyLooks(call))
      .map(({ call, about, answer }) => [call, about, answer === "OK" ? "" : answer].filter(Boolean).join(" "));
    this.cloud.calls.clear();
    return made;
  }

  /** Changes something as somebody would by hand. @param call for example `PlacementGroupService/Delete` */
  async byHand(call: string, request: JsonObject): Promise<void> {
    const [service, name = ""] = call.split("/");
    const change = this.cloud.services.find((one) => one.name.endsWith(`.${String(service)}`))?.changes?.[name];
    if (!change) throw new Error(`no call ${call}`);
    await change(request).work();
  }

  /** Opens a port of a security group to everybody, as somebody would by hand. @returns the group's id */
  async opened(group: string, port: number): Promise<string> {
    const { id } = await this.named("SecurityGroupService", "security_groups", group);
    await this.byHand("SecurityGroupService/UpdateRules", {
      security_group_id: id,
      addition_rule_specs: [openedByHand(port)],
    });
    return id;
  }

  /** Finds a resource by its name. @param field of the service's list */
  async named(service: string, field: string, name: string): Promise<{ readonly id: string }> {
    const list = this.cloud.services.find((one) => one.name.endsWith(`.${service}`))?.questions?.["List"];
    const all = ((await list?.({})) ?? {}) as Readonly<Record<string, readonly { id: string; name: string }[]>>;
    const found = all[field]?.find((one) => one.name === name);
    if (!found) throw new Error(`expected ${name} in ${field}, found none`);
    return found;
  }

  close(): void {
    this.server.close();
  }
}
