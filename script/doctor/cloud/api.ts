import { type Credentials, credentialsFrom, signedRequest } from "./credentials";

/** Services of the cloud, by the id that its list of endpoints has for them. */
export type Service = "iam" | "resource-manager" | "compute" | "vpc" | "dns" | "quota-manager";

type Answer = Readonly<Record<string, unknown>>;

/** The cloud has answered, and refuses. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const PAGE_SIZE = "1000";

/**
 * Asks the cloud by its public REST API. Reads only.
 *
 * The environment is the provider's: YC_TOKEN or YC_SERVICE_ACCOUNT_KEY_FILE, and YC_ENDPOINT, the address of the list of
 * endpoints (default api.cloud.yandex.net:443). YC_PLAINTEXT=true: without TLS.
 */
export class CloudApi {
  private endpoints: Promise<ReadonlyMap<string, string>> | undefined;
  private bearer: Promise<string> | undefined;

  constructor(private readonly env: NodeJS.ProcessEnv) {}

  /** What is logged in with; undefined: there is nothing. @throws when it cannot be read */
  get credentials(): Credentials | undefined {
    return credentialsFrom(this.env);
  }

  /** @param path for example `/compute/v1/zones/ru-central1-a` @throws Refusal */
  async get(service: Service, path: string, query: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const url = new URL(path, await this.address(service));
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return request(url, { headers: { Authorization: `Bearer ${await this.token()}` } });
  }

  /** All members of a collection, page by page. @param key where they are in the answer @throws Refusal */
  async list<T>(
    service: Service,
    path: string,
    key: string,
    query: Readonly<Record<string, string>> = {},
  ): Promise<readonly T[]> {
    const all: T[] = [];
    let pageToken = "";
    do {
      const page = await this.get(service, path, { ...query, pageSize: PAGE_SIZE, ...(pageToken && { pageToken }) });
      all.push(...((page[key] as readonly T[] | undefined) ?? []));
      pageToken = (page["nextPageToken"] as string | undefined) ?? "";
    } while (pageToken !== "");
    return all;
  }

  /** The IAM token that requests carry. @throws Refusal, when the credentials are not valid */
  async token(): Promise<string> {
    this.bearer ??= this.login();
    return this.bearer;
  }

  private async login(): Promise<string> {
    const { credentials } = this;
    if (credentials === undefined) throw new Error("there are no credentials");
    if (credentials.kind === "IAM token") return credentials.token;
    const body =
      credentials.kind === "OAuth token"
        ? { yandexPassportOauthToken: credentials.token }
        : { jwt: signedRequest(credentials, new Date()) };
    const url = new URL("/iam/v1/tokens", await this.address("iam"));
    const { iamToken } = await request(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return String(iamToken);
  }

  private get scheme(): string {
    return this.env["YC_PLAINTEXT"] === "true" ? "http" : "https";
  }

  private async address(service: Service): Promise<string> {
    this.endpoints ??= this.listEndpoints();
    const address = (await this.endpoints).get(service);
    if (address === undefined) throw new Error(`the cloud lists no endpoint for ${service}`);
    return `${this.scheme}://${address}`;
  }

  private async listEndpoints(): Promise<ReadonlyMap<string, string>> {
    const url = new URL(`${this.scheme}://${this.env["YC_ENDPOINT"] || "api.cloud.yandex.net:443"}/endpoints`);
    const { endpoints } = await request(url, {});
    return new Map((endpoints as { id: string; address: string }[]).map(({ id, address }) => [id, address]));
  }
}

async function request(url: URL, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init).catch((error: unknown) => {
    const { cause } = error as { readonly cause?: { readonly code?: string } };
    throw new Error(`${url.host} cannot be reached${cause?.code === undefined ? "" : ` (${cause.code})`}`);
  });
  const answer = (await response.json().catch(() => ({}))) as Answer;
  if (response.ok) return answer;
  const { message } = answer;
  throw new Refusal(response.status, typeof message === "string" ? message : `${url.host} answers ${response.status}`);
}
