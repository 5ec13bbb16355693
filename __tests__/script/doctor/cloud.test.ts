import { constants, createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import type { Installation } from "../../../config/schema";
import { diskTypes, image, zone } from "../../../script/doctor/checks/catalogue";
import { login } from "../../../script/doctor/checks/login";
import { machines } from "../../../script/doctor/checks/machines";
import { names } from "../../../script/doctor/checks/names";
import { needsOf, quotas } from "../../../script/doctor/checks/quotas";
import { CloudApi } from "../../../script/doctor/cloud/api";
import type { Deployed } from "../../../script/doctor/deployed";
import { planOf } from "../../../script/doctor/planned";
import { CLOUD, EmulatedCloud, FOLDER, goodCloud, TOKEN } from "../../support/cloud-api";
import { exampleInstallation } from "../../support/synth";

const example = exampleInstallation();
const installation: Installation = { ...example, cloud: { ...example.cloud, folderId: FOLDER, zone: "ru-central1-a" } };
const { resources } = planOf(installation);
const NOTHING: Deployed = { ids: new Map() };

let cloud: EmulatedCloud;
beforeAll(async () => {
  cloud = await EmulatedCloud.start();
});
afterAll(async () => {
  await cloud.stop();
});
beforeEach(() => {
  cloud.content = goodCloud();
});

const api = (env: Readonly<Record<string, string>> = {}): CloudApi => new CloudApi({ ...cloud.env, ...env });

describe("login", () => {
  const look = (env: Readonly<Record<string, string>> = {}, other = installation) =>
    login(api(env), other, { ...cloud.env, ...env });

  it("says which cloud and folder the token means", async () => {
    expect(await look()).toEqual([
      { verdict: "ok", text: `folder default (${FOLDER}) of cloud my-cloud (${CLOUD}), by IAM token` },
    ]);
  });

  it("wants credentials", async () => {
    expect(await look({ YC_TOKEN: "" })).toMatchObject([
      { verdict: "wrong", remedy: expect.stringContaining("yc iam create-token") as string },
    ]);
  });

  it("finds a token that is not valid", async () => {
    expect(await look({ YC_TOKEN: "t1.old.t0ken" })).toMatchObject([
      { verdict: "wrong", text: "the IAM token is not valid: The token is invalid" },
    ]);
  });

  it("exchanges an OAuth token, and says so when it is not valid", async () => {
    expect(await look({ YC_TOKEN: "y0_AgAAAA" })).toMatchObject([{ verdict: "ok" }]);
    expect(cloud.logins.at(-1)).toEqual({ yandexPassportOauthToken: "y0_AgAAAA" });
    cloud.content.given = "";
    expect(await look({ YC_TOKEN: "y0_AgAAAA" })).toMatchObject([
      { verdict: "wrong", text: "OAuth token is invalid or expired" },
    ]);
  });

  it("signs with the key of a service account, as IAM wants it", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" });
    const file = JSON.stringify({
      id: "aje0key",
      service_account_id: "aje0account",
      private_key: `PLEASE DO NOT REMOVE THIS LINE! Yandex.Cloud SA Key ID <aje0key>\n${pem.toString()}`,
    });
    const env = { YC_TOKEN: "", YC_SERVICE_ACCOUNT_KEY_FILE: file };
    expect(await look(env)).toMatchObject([
      { verdict: "ok", text: expect.stringMatching(/by key of a service account$/) as string },
    ]);
    const { jwt } = cloud.logins.at(-1) as { jwt: string };
    const [header = "", payload = "", signature = ""] = jwt.split(".");
    const read = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString());
    expect(read(header)).toEqual({ typ: "JWT", alg: "PS256", kid: "aje0key" });
    expect(read(payload)).toMatchObject({ aud: "https://iam.api.cloud.yandex.net/iam/v1/tokens", iss: "aje0account" });
    const key = { key: createPublicKey(pem), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    expect(verify("sha256", Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, "base64url"))).toBe(true);
  });

  it.each([
    [
      "that is missing",
      "/nowhere/key.json",
      /^YC_SERVICE_ACCOUNT_KEY_FILE names \/nowhere\/key.json, which is missing$/,
    ],
    ["that is something else", '{"a": 1}', /expected the JSON that yc iam key create writes/],
  ])("finds a key file %s", async (_, file, text) => {
    expect(await look({ YC_TOKEN: "", YC_SERVICE_ACCOUNT_KEY_FILE: file })).toMatchObject([
      { verdict: "wrong", text: expect.stringMatching(text) as string },
    ]);
  });

  it("finds a folder that is not there", async () => {
    cloud.content.folders = [];
    expect(await look()).toMatchObject([
      { verdict: "wrong", text: `folder ${FOLDER} is not there for these credentials: not found` },
    ]);
  });

  it("wants a folder, which the environment may name", async () => {
    expect(await look({}, example)).toMatchObject([
      { verdict: "wrong", text: "expected the id of a folder, found none" },
    ]);
    expect(await look({ YC_FOLDER_ID: FOLDER }, example)).toMatchObject([{ verdict: "ok" }]);
  });

  it("finds a folder of another cloud", async () => {
    expect(await look({ YC_CLOUD_ID: "b1g0000000000000ther" })).toMatchObject([
      {
        verdict: "wrong",
        text: expect.stringMatching(/^expected cloud b1g0000000000000ther, and folder default/) as string,
      },
    ]);
  });

  it("knows nothing when the cloud cannot be reached", async () => {
    await expect(look({ YC_ENDPOINT: "127.0.0.1:1" })).rejects.toThrow("127.0.0.1:1 cannot be reached");
  });
});

describe("quotas", () => {
  const look = (deployed: Deployed | undefined = NOTHING) => quotas(api(), FOLDER, resources, deployed);
  const set = (quotaId: string, limit: number, usage: number): void => {
    cloud.content.quotaLimits = [
      ...cloud.content.quotaLimits.filter((other) => other.quotaId !== quotaId),
      { quotaId, limit, usage },
    ];
  };

  it("are counted for the whole plan", () => {
    expect(Object.fromEntries(needsOf(resources))).toMatchObject({
      "compute.instances.count": 4,
      "compute.instanceCores.count": 8,
      "compute.instanceMemory.size": 14 * 2 ** 30,
      "compute.disks.count": 5,
      "compute.ssdDisks.size": 176 * 2 ** 30,
      "vpc.networks.count": 1,
      "vpc.subnets.count": 2,
      "vpc.externalAddresses.count": 1,
      "vpc.externalStaticAddresses.count": 1,
      "vpc.securityGroups.count": 3,
      "dns.zones.count": 1,
    });
  });

  it("leave room in a new account", async () => {
    expect(await look()).toMatchObject([{ verdict: "ok" }]);
  });

  it("that are too small are all named", async () => {
    set("compute.instanceCores.count", 32, 26);
    set("compute.ssdDisks.size", 200 * 2 ** 30, 100 * 2 ** 30);
    set("vpc.networks.count", 2, 2);
    expect((await look()).map(({ verdict, text }) => `${verdict} ${text}`).sort()).toEqual([
      "wrong compute.instanceCores.count: 8 are needed, 6 of 32 are free",
      "wrong compute.ssdDisks.size: 176 GB are needed, 100 GB of 200 GB are free",
      "wrong vpc.networks.count: 1 are needed, 0 of 2 are free",
    ]);
  });

  it("are not needed by what exists", async () => {
    set("vpc.networks.count", 2, 2);
    const network = resources.find(({ type }) => type === "yandex_vpc_network")?.address ?? "";
    expect(await look({ ids: new Map([[network, "enp1"]]) })).toMatchObject([{ verdict: "ok" }]);
    expect(await look({ ids: new Map(resources.map(({ address }) => [address, "x"])) })).toEqual([
      { verdict: "ok", text: "nothing is to be created" },
    ]);
  });

  it("that the cloud does not name are not checked", async () => {
    cloud.content.quotaLimits = cloud.content.quotaLimits.filter(({ quotaId }) => quotaId !== "dns.zones.count");
    expect(await look()).toMatchObject([
      { verdict: "ok" },
      { verdict: "not checked", text: "the cloud names no quota dns.zones.count" },
    ]);
    cloud.content.without = ["quota-manager"];
    await expect(look()).rejects.toThrow("the cloud lists no endpoint for quota-manager");
  });

  it("are not checked without the state", async () => {
    expect(await quotas(api(), FOLDER, resources, undefined)).toMatchObject([{ verdict: "not checked" }]);
  });
});

describe("names", () => {
  const look = (deployed?: Deployed) => names(api(), FOLDER, resources, deployed);
  beforeEach(() => {
    cloud.content.collections = {
      "vpc/networks": ["a", "b", "c"]
        .map((name) => ({ id: `enp-${name}`, name }))
        .concat({ id: "enp1", name: "bingo" }),
      "compute/instances": [{ id: "fhm1", name: "bingo-edge" }],
      "dns/zones": [{ id: "dns1", name: "bingo-private" }],
    };
  });

  it("that something else has are all named, also on later pages", async () => {
    expect(await look(NOTHING)).toMatchObject([
      {
        verdict: "wrong",
        text: expect.stringMatching(
          /bingo \(networks, enp1\), .*bingo-edge \(instances, fhm1\), .*bingo-private \(dnsZones, dns1\)$/,
        ) as string,
      },
    ]);
  });

  it("may be those of this installation", async () => {
    const own: Readonly<Record<string, string>> = {
      yandex_vpc_network: "enp1",
      yandex_dns_zone: "dns1",
      yandex_compute_instance: "fhm1",
    };
    const ids = new Map(resources.map(({ address, type }) => [address, own[type] ?? "x"]));
    expect(await look({ ids })).toEqual([{ verdict: "ok", text: "none is taken" }]);
    for (const [address, id] of ids) if (id === "enp1") ids.set(address, "enp-other");
    expect(await look({ ids })).toMatchObject([{ verdict: "wrong" }]);
  });

  it("may be anybody's when the state is in Object Storage", async () => {
    expect(await look()).toMatchObject([{ verdict: "not checked" }]);
  });
});

describe("machines", () => {
  const look = (deployed?: Deployed) => machines(api(), FOLDER, deployed);
  const ids = new Map([
    ["app-1/yandex_compute_instance.vm", "fhm1"],
    ["edge/yandex_compute_instance.vm", "fhm2"],
    ["edge/null_resource.gate", "1"],
  ]);

  it("run, or are made anew by the deployment", async () => {
    cloud.content.collections = { "compute/instances": [{ id: "fhm1", status: "RUNNING" }] };
    expect(await look({ ids })).toEqual([{ verdict: "ok", text: "app-1, edge" }]);
    expect(await look(NOTHING)).toEqual([{ verdict: "ok", text: "there is none yet" }]);
  });

  it("that do not run are named, and keep no deployment back: it starts them", async () => {
    cloud.content.collections = {
      "compute/instances": [
        { id: "fhm1", status: "STOPPED" },
        { id: "fhm2", status: "STOPPING" },
        { id: "fhm3", status: "STOPPED" },
      ],
    };
    expect(await look({ ids })).toEqual([
      { verdict: "warning", text: "app-1 is STOPPED", remedy: "npm run deploy starts it" },
      { verdict: "warning", text: "edge is STOPPING", remedy: "look again in a minute" },
    ]);
  });

  it("are not known when the state is in Object Storage", async () => {
    expect(await look()).toMatchObject([{ verdict: "not checked" }]);
  });
});

describe("the catalogue", () => {
  it("has the zone, and it is up", async () => {
    expect(await zone(api(), "ru-central1-b")).toEqual([{ verdict: "ok", text: "ru-central1-b" }]);
    expect(await zone(api(), "ru-central1-c")).toEqual([
      {
        verdict: "wrong",
        text: "there is no zone ru-central1-c",
        remedy: "set cloud.zone to one of ru-central1-a, ru-central1-b, ru-central1-d",
      },
    ]);
    cloud.content.zones = [{ id: "ru-central1-a", status: "DOWN" }];
    expect(await zone(api(), "ru-central1-a")).toMatchObject([{ verdict: "wrong", text: "ru-central1-a is DOWN" }]);
    expect(await zone(api(), undefined)).toMatchObject([{ verdict: "wrong" }]);
  });

  it("has the image, which fits the disks", async () => {
    expect(await image(api(), installation)).toEqual([{ verdict: "ok", text: "debian-13: debian-13-v20261101" }]);
    const other = { ...installation, cloud: { ...installation.cloud, imageFamily: "debian-31" } };
    expect(await image(api(), other)).toMatchObject([
      { verdict: "wrong", text: "there is no public image of the family debian-31: not found" },
    ]);
    cloud.content.images = [{ name: "big", family: "debian-13", minDiskSize: String(30 * 2 ** 30) }];
    expect(await image(api(), installation)).toMatchObject([
      {
        verdict: "wrong",
        text: expect.stringMatching(/^big needs a disk of 30 GB, and machines.edge.diskGb is 20/) as string,
      },
    ]);
  });

  it("has the types of the disks in the zone", async () => {
    expect(await diskTypes(api(), installation, "ru-central1-a")).toEqual([{ verdict: "ok", text: "network-ssd" }]);
    cloud.content.diskTypes = [
      { id: "network-ssd", zoneIds: ["ru-central1-b"] },
      { id: "network-hdd", zoneIds: ["ru-central1-a"] },
    ];
    const found = await diskTypes(api(), installation, "ru-central1-a");
    expect(found).toHaveLength(4);
    expect(found).toContainEqual({
      verdict: "wrong",
      text: "machines.database.dataDisk.type is network-ssd, which ru-central1-a does not have",
      remedy: "set it to one of network-hdd",
    });
    // That is said of the zone, once.
    expect(await diskTypes(api(), installation, "ru-central1-x")).toEqual([
      { verdict: "not checked", text: "ru-central1-x has none" },
    ]);
  });

  it("cannot be asked with a token that is not valid", async () => {
    await expect(zone(api({ YC_TOKEN: `${TOKEN}x` }), "ru-central1-a")).rejects.toThrow("The token is invalid");
  });
});
