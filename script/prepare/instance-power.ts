import { readFileSync } from "node:fs";
import { ChannelCredentials, Client, Metadata } from "@grpc/grpc-js";
import { type Clock, decode, encode, type Method, methodsOf, systemClock, until } from "../../lab";
import type { JsonObject } from "../../config/json";
import { CloudApi } from "../doctor/cloud/api";

/** The provider waits as long for a machine. Seconds. */
const START_SECONDS = 300;
/** Of one call. */
const CALL_SECONDS = 30;

/**
 * Switches machines on by the API that the provider speaks, gRPC, and with its environment: YC_TOKEN or
 * YC_SERVICE_ACCOUNT_KEY_FILE, YC_ENDPOINT, and SSL_CERT_FILE, who vouches for it.
 */
export class InstancePower {
  private readonly login: CloudApi;
  private endpoints: Promise<ReadonlyMap<string, string>> | undefined;

  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly clock: Clock = systemClock,
  ) {
    this.login = new CloudApi(env);
  }

  /** Starts a stopped machine, and waits until the cloud says that it runs. @throws with the cloud's words */
  async start(id: string): Promise<void> {
    let operation = await this.ask("compute", "compute.v1.InstanceService", "Start", { instance_id: id });
    await until(
      async () => {
        if (operation["done"] !== true) {
          operation = await this.ask("operation", "operation.OperationService", "Get", {
            operation_id: operation["id"] ?? "",
          });
        }
        return operation["done"] === true ? { value: undefined } : { found: "starting" };
      },
      `expected machine ${id} to start`,
      { timeoutSeconds: START_SECONDS, intervalSeconds: 1, clock: this.clock },
    );
    const { error } = operation as { readonly error?: { readonly message?: string } };
    if (error) throw new Error(error.message ?? "it did not start");
  }

  private async ask(endpoint: string, service: string, name: string, request: JsonObject): Promise<JsonObject> {
    this.endpoints ??= this.listEndpoints();
    const address = (await this.endpoints).get(endpoint);
    if (address === undefined) throw new Error(`the cloud lists no endpoint for ${endpoint}`);
    const metadata = new Metadata();
    metadata.set("authorization", `Bearer ${await this.login.token()}`);
    return this.call(address, service, name, request, metadata);
  }

  private async listEndpoints(): Promise<ReadonlyMap<string, string>> {
    const address = this.env["YC_ENDPOINT"] || "api.cloud.yandex.net:443";
    const { endpoints } = await this.call(address, "endpoint.ApiEndpointService", "List", {}, new Metadata());
    return new Map((endpoints as unknown as { id: string; address: string }[]).map(({ id, address }) => [id, address]));
  }

  private async call(
    address: string,
    service: string,
    name: string,
    message: JsonObject,
    metadata: Metadata,
  ): Promise<JsonObject> {
    const method = methodsOf(service).get(name);
    if (!method) throw new Error(`${service} has no method ${name}`);
    const authority = this.env["SSL_CERT_FILE"];
    const client = new Client(
      address,
      ChannelCredentials.createSsl(authority ? readFileSync(authority) : null),
      // As the provider does: no proxy leads to this machine.
      address.startsWith("localhost:") ? { "grpc.enable_http_proxy": 0 } : {},
    );
    try {
      return await unary(client, method, message, metadata);
    } finally {
      client.close();
    }
  }
}

function unary(
  client: Client,
  { path, request, response }: Method,
  message: JsonObject,
  metadata: Metadata,
): Promise<JsonObject> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      path,
      (it: JsonObject) => encode(request, it),
      (bytes: Buffer) => decode(response, bytes),
      message,
      metadata,
      { deadline: Date.now() + CALL_SECONDS * 1000 },
      (error, answer) => {
        if (error) reject(new Error(error.details || error.message));
        else resolve(answer ?? {});
      },
    );
  });
}
