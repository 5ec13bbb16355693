import {
  Metadata,
  Server,
  ServerCredentials,
  type sendUnaryData,
  type ServerUnaryCall,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import type { JsonObject } from "../../../config/json";
import { messageOf } from "../../../config/message-of";
import type { Cloud } from "../cloud";
import { Refusal } from "../refusal";
import type { Service } from "../services/service";
import type { Credentials } from "./credentials";
import { codeOf, Dispatch } from "./dispatch";
import { decode, encode, methodsOf, timestamp } from "./messages";

export interface ApiServer {
  /** Host and port, as YC_ENDPOINT takes them. */
  readonly endpoint: string;
  close(): void;
}

/** Names by which clients ask for the address of a service. */
const ENDPOINTS = ["endpoint", "operation", "iam", "vpc", "dns", "compute"];

/** Services that are asked before there is a token. */
const OPEN = ["endpoint.ApiEndpointService", "iam.v1.IamTokenService"];

const TOKEN_HOURS = 12;

/** Serves the public API of Yandex Cloud: gRPC with TLS, on a free port of this machine. */
export async function serveApi(cloud: Cloud, { certificate, key, token }: Credentials): Promise<ApiServer> {
  const dispatch = new Dispatch(cloud);
  const server = new Server();
  let endpoint = "";
  const own: readonly Service[] = [
    {
      name: "endpoint.ApiEndpointService",
      questions: { List: () => ({ endpoints: ENDPOINTS.map((id) => ({ id, address: endpoint })) }) },
    },
    {
      name: "iam.v1.IamTokenService",
      questions: {
        Create: () => ({ iam_token: token, expires_at: timestamp(Date.now() + TOKEN_HOURS * 3_600_000) }),
      },
    },
  ];
  for (const service of [...own, ...dispatch.services]) addService(service);
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = ServerCredentials.createSsl(null, [{ private_key: key, cert_chain: certificate }]);
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  endpoint = `localhost:${port}`;
  return {
    endpoint,
    close: () => {
      server.forceShutdown();
    },
  };

  function addService(service: Service): void {
    const implementation: UntypedServiceImplementation = {};
    const definition = [...methodsOf(service.name)].map(([name, { path, request, response }]) => {
      implementation[name] = (call: ServerUnaryCall<JsonObject, object>, answer: sendUnaryData<object>): void => {
        void respond(service, name, call).then(
          (message) => {
            answer(null, message);
          },
          (error: unknown) => {
            answer({ code: codeOf(error), details: messageOf(error), metadata: new Metadata() });
          },
        );
      };
      const stream = { requestStream: false, responseStream: false };
      return [
        name,
        {
          path,
          ...stream,
          requestSerialize: (message: object) => encode(request, message),
          requestDeserialize: (bytes: Buffer) => decode(request, bytes),
          responseSerialize: (message: object) => encode(response, message),
          responseDeserialize: (bytes: Buffer) => decode(response, bytes),
        },
      ] as const;
    });
    server.addService(Object.fromEntries(definition), implementation);
  }

  async function respond(
    service: Service,
    name: string,
    { request, metadata }: ServerUnaryCall<JsonObject, object>,
  ): Promise<object> {
    const known = metadata.get("authorization").includes(`Bearer ${token}`);
    if (!known && !OPEN.includes(service.name)) {
      throw new Refusal("The token is invalid: expected the lab's own", "UNAUTHENTICATED");
    }
    return dispatch.answer(service, name, request);
  }
}
