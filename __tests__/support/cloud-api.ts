import { LocalServer } from "./local-server";

/** A member of a collection, as the public API shows it. */
export type Member = Readonly<Record<string, unknown>>;

/** What the emulated cloud holds. Tests change what they need. */
export interface CloudContent {
  /** IAM tokens that are taken. */
  tokens: string[];
  /** IAM tokens given for an OAuth token or a signed request. */
  given: string;
  folders: Member[];
  clouds: Member[];
  zones: Member[];
  images: Member[];
  diskTypes: Member[];
  quotaLimits: { quotaId: string; limit: number; usage: number }[];
  /** Members of other collections, for example `vpc/networks`. */
  collections: Record<string, Member[]>;
  /** Services that its list of endpoints leaves out. */
  without: string[];
}

export const FOLDER = "b1g00000000000f01der";
export const CLOUD = "b1g000000000000c10ud";
export const TOKEN = "t1.9euelZqPx5.k3y";

const GIB = 2 ** 30;

/** The quotas of a new account, by the documentation of Compute Cloud, VPC and DNS. */
const QUOTAS: Readonly<Record<string, number>> = {
  "compute.instances.count": 12,
  "compute.instanceCores.count": 32,
  "compute.instanceMemory.size": 128 * GIB,
  "compute.disks.count": 32,
  "compute.ssdDisks.size": 200 * GIB,
  "compute.hddDisks.size": 500 * GIB,
  "compute.placementGroups.count": 2,
  "vpc.networks.count": 2,
  "vpc.subnets.count": 12,
  "vpc.externalAddresses.count": 8,
  "vpc.externalStaticAddresses.count": 2,
  "vpc.routeTables.count": 8,
  "vpc.securityGroups.count": 10,
  "vpc.gateways.count": 20,
  "dns.zones.count": 10,
};

/** A cloud in which a deployment would succeed. */
export function goodCloud(): CloudContent {
  const zones = ["ru-central1-a", "ru-central1-b", "ru-central1-d"];
  return {
    tokens: [TOKEN],
    given: TOKEN,
    folders: [{ id: FOLDER, cloudId: CLOUD, name: "default", status: "ACTIVE" }],
    clouds: [{ id: CLOUD, name: "my-cloud" }],
    zones: zones.map((id) => ({ id, regionId: "ru-central1", status: "UP" })),
    images: [{ id: "fd8debian13", name: "debian-13-v20261101", family: "debian-13", minDiskSize: String(10 * GIB) }],
    diskTypes: ["network-ssd", "network-hdd"].map((id) => ({ id, zoneIds: zones })),
    quotaLimits: Object.entries(QUOTAS).map(([quotaId, limit]) => ({ quotaId, limit, usage: 0 })),
    collections: {},
    without: [],
  };
}

/** The reading half of the cloud's public REST API, by the names of its documentation. */
export class EmulatedCloud {
  content = goodCloud();
  /** Bodies of the requests for a token. */
  readonly logins: unknown[] = [];

  private constructor(private readonly server: LocalServer) {}

  static async start(): Promise<EmulatedCloud> {
    let cloud: EmulatedCloud | undefined = undefined;
    const server: LocalServer = await LocalServer.start((request, response) => {
      const pieces: Buffer[] = [];
      request.on("data", (piece: Buffer) => pieces.push(piece));
      request.on("end", () => {
        const url = new URL(request.url ?? "", "http://localhost");
        const bearer = request.headers.authorization?.replace(/^Bearer /, "");
        const { status, body } = cloud?.answer(url, bearer, Buffer.concat(pieces).toString()) ?? NOT_FOUND;
        response.writeHead(status, { "Content-Type": "application/json" });
        response.end(JSON.stringify(body));
      });
    });
    cloud = new EmulatedCloud(server);
    return cloud;
  }

  /** The environment in which the provider, too, would find it. */
  get env(): Readonly<Record<string, string>> {
    return { YC_ENDPOINT: `127.0.0.1:${this.server.port}`, YC_PLAINTEXT: "true", YC_TOKEN: TOKEN };
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  private answer(url: URL, bearer: string | undefined, body: string): { status: number; body: unknown } {
    const { content } = this;
    if (url.pathname === "/endpoints") {
      const services = ["iam", "resource-manager", "compute", "vpc", "dns", "quota-manager"];
      const address = `127.0.0.1:${this.server.port}`;
      const listed = services.filter((id) => !content.without.includes(id)).map((id) => ({ id, address }));
      return { status: 200, body: { endpoints: listed } };
    }
    if (url.pathname === "/iam/v1/tokens") {
      this.logins.push(JSON.parse(body));
      return content.given === ""
        ? { status: 401, body: { code: 16, message: "OAuth token is invalid or expired" } }
        : { status: 200, body: { iamToken: content.given } };
    }
    if (bearer === undefined || !content.tokens.includes(bearer)) {
      return { status: 401, body: { code: 16, message: "The token is invalid" } };
    }
    const [, service = "", , name = "", id] = url.pathname.split("/");
    const query = url.searchParams;
    switch (`${service}/${name}`) {
      case "resource-manager/folders":
        return one(content.folders, id);
      case "resource-manager/clouds":
        return one(content.clouds, id);
      case "compute/zones":
        return page("zones", content.zones, query);
      case "compute/diskTypes":
        return page("diskTypes", content.diskTypes, query);
      case "compute/images:latestByFamily": {
        const image = content.images.find(({ family }) => family === query.get("family"));
        return image ? { status: 200, body: image } : NOT_FOUND;
      }
      case "quota-manager/quotaLimits": {
        const isOf = ({ quotaId }: { quotaId: string }): boolean =>
          quotaId.startsWith(`${query.get("service") ?? ""}.`);
        if (query.get("resource.id") !== CLOUD) return NOT_FOUND;
        return page("quotaLimits", content.quotaLimits.filter(isOf), query);
      }
      default: {
        if (query.get("folderId") !== FOLDER) return NOT_FOUND;
        return page(service === "dns" ? "dnsZones" : name, content.collections[`${service}/${name}`] ?? [], query);
      }
    }
  }
}

const NOT_FOUND = { status: 404, body: { code: 5, message: "not found" } };

/** Smaller than any client asks for, as the API may answer. */
const PAGE = 2;

function page(key: string, all: readonly unknown[], query: URLSearchParams): { status: number; body: unknown } {
  const first = Number(query.get("pageToken") ?? 0);
  const next = first + PAGE;
  const more = next < all.length ? { nextPageToken: String(next) } : {};
  return { status: 200, body: { [key]: all.slice(first, next), ...more } };
}

function one(all: readonly Member[], id: string | undefined): { status: number; body: unknown } {
  const found = all.find((member) => member["id"] === id);
  return found ? { status: 200, body: found } : NOT_FOUND;
}
