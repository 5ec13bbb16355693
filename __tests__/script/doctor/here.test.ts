import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import type { Installation } from "../../../config/schema";
import { access } from "../../../script/doctor/checks/access";
import { certificate } from "../../../script/doctor/checks/certificate";
import { domain } from "../../../script/doctor/checks/domain";
import { binary, debian } from "../../../script/doctor/checks/downloads";
import { examine } from "../../../script/doctor/examine";
import { type Finding, notChecked, ok, warning, wrong } from "../../../script/doctor/finding";
import { forbids, printed } from "../../../script/doctor/print";
import type { Surroundings } from "../../../script/doctor/surroundings";
import { LocalServer } from "../../support/local-server";
import { exampleInstallation } from "../../support/synth";

const BINARY = "the binary";
const SHA256 = createHash("sha256").update(BINARY).digest("hex");
const installation: Installation = { ...exampleInstallation(), domain: "bingo.mine.org" };

let server: LocalServer;
let address: unknown = "8.8.4.4";
beforeAll(async () => {
  server = await LocalServer.start(({ url = "" }, response) => {
    const body =
      url === "/ip" ? JSON.stringify(address) : url === "/bingo" || url.endsWith("/InRelease") ? BINARY : undefined;
    response.writeHead(body === undefined ? 404 : 200);
    response.end(body);
  });
});
afterAll(async () => {
  await server.stop();
});

const around = (ownAddresses: readonly string[], code?: string): Surroundings => ({
  env: {},
  ownAddresses: () => ownAddresses,
  addressUrl: `${server.url}/ip`,
  debianArchive: server.url,
  resolve4: () =>
    code === undefined ? Promise.resolve(["5.5.5.5"]) : Promise.reject(Object.assign(new Error(code), { code })),
});

describe("ssh.sources", () => {
  const from = (sources: string[], own: readonly string[] = ["192.168.1.7"]) =>
    access({ ...installation, ssh: { ...installation.ssh, sources } }, around(own));

  it("hold this machine's public address, which another one says", async () => {
    expect(await from(["8.8.4.0/24"])).toEqual([ok("this machine is 8.8.4.4")]);
    expect(await from(["8.8.8.8/32"])).toEqual([
      wrong(
        "this machine is 8.8.4.4 to the internet, and ssh.sources is 8.8.8.8/32",
        "add 8.8.4.4/32 to ssh.sources, or deploy from where you log in",
      ),
    ]);
  });

  it("hold one of its own addresses, without a question to anybody", async () => {
    expect(await from(["9.9.9.9/32"], ["10.0.0.2", "9.9.9.9"])).toEqual([ok("this machine is 9.9.9.9")]);
  });

  it("are not checked when nobody says the address", async () => {
    address = { error: "no" };
    await expect(from(["8.8.4.0/24"])).rejects.toThrow(/does not say which address this machine has/);
    address = "8.8.4.4";
  });
});

describe("downloads", () => {
  const of = (path: string, sha256?: string) =>
    binary({
      ...installation,
      bingo: {
        ...installation.bingo,
        binary: { url: `${server.url}${path}`, ...(sha256 !== undefined && { sha256 }) },
      },
    });

  it("the binary is there, with its hash", async () => {
    expect(await of("/bingo")).toMatchObject([{ verdict: "ok" }]);
    expect(await of("/bingo", SHA256)).toMatchObject([{ verdict: "ok" }]);
    expect(await of("/bongo")).toMatchObject([
      { verdict: "wrong", text: "bingo.binary.url: expected the binary, found status 404" },
    ]);
    expect(await of("/bingo", "0".repeat(64))).toMatchObject([
      { verdict: "wrong", text: expect.stringContaining(`the file at the URL has ${SHA256}`) as string },
    ]);
    await expect(
      binary({ ...installation, bingo: { ...installation.bingo, binary: { url: "https://nowhere.invalid/bingo" } } }),
    ).rejects.toThrow("nowhere.invalid cannot be reached from here");
  });

  it("Debian's archive has the release", async () => {
    expect(await debian(server.url)).toMatchObject([{ verdict: "ok" }]);
    expect(await debian(`${server.url}/bingo/no`)).toMatchObject([{ verdict: "ok" }]);
    const empty = await LocalServer.start((_, response) => response.writeHead(404).end());
    expect(await debian(empty.url)).toMatchObject([
      { verdict: "warning", text: expect.stringMatching(/InRelease: expected status 200, found 404$/) as string },
    ]);
    await empty.stop();
  });
});

describe("the domain", () => {
  it("points to the edge", async () => {
    const edge = { ids: new Map<string, string>(), edgeAddress: "5.5.5.5" };
    expect(await domain(installation, edge, around([]))).toEqual([ok("bingo.mine.org is 5.5.5.5")]);
  });

  it.each<[string, string | undefined, string | undefined, string, string]>([
    ["nowhere", undefined, "ENOTFOUND", "bingo.mine.org has no A record", "(edge_address)"],
    ["elsewhere", "6.6.6.6", undefined, "bingo.mine.org is 5.5.5.5, and the edge 6.6.6.6", "6.6.6.6"],
    [
      "somewhere too early",
      undefined,
      undefined,
      "bingo.mine.org is 5.5.5.5, and nothing is deployed yet",
      "(edge_address)",
    ],
  ])("points %s, which forbids nothing", async (_, edgeAddress, code, text, remedy) => {
    const deployed = { ids: new Map<string, string>(), ...(edgeAddress !== undefined && { edgeAddress }) };
    expect(await domain(installation, deployed, around([], code))).toEqual([
      { verdict: "warning", text, remedy: expect.stringContaining(remedy) as string },
    ]);
  });

  it("is not checked without DNS", async () => {
    await expect(domain(installation, undefined, around([], "ESERVFAIL"))).rejects.toThrow(
      "DNS says nothing of bingo.mine.org (ESERVFAIL)",
    );
  });
});

describe("the certificate", () => {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  const path = (name: string): string => join(folder, name);
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  beforeAll(async () => {
    for (const name of ["own", "other"]) {
      await execa("openssl", [
        ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "100"],
        ...["-keyout", path(`${name}.key`), "-out", path(`${name}.crt`), "-subj", "/CN=bingo.mine.org"],
        ...["-addext", "subjectAltName=DNS:bingo.mine.org"],
      ]);
    }
    writeFileSync(path("broken"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  });

  const DAY = 24 * 60 * 60 * 1000;
  const look = (crt: string, key: string, days = 0, of = installation): readonly Finding[] =>
    certificate(
      { ...of, tls: { files: { certificate: path(crt), privateKey: path(key) } } },
      new Date(Date.now() + days * DAY),
    );

  it("fits its key, the domain and the time", () => {
    expect(look("own.crt", "own.key", 1)).toMatchObject([{ verdict: "ok" }]);
    expect(certificate(installation, new Date())).toMatchObject([{ verdict: "ok" }]);
    const tls = { letsEncrypt: { email: "me@mine.org", directory: "https://acme.mine.org/directory" } };
    expect(certificate({ ...installation, tls }, new Date())).toMatchObject([
      { verdict: "ok", text: expect.stringMatching(/^the edge gets one by itself/) as string },
    ]);
  });

  it("has all its faults named", () => {
    const faults = look("own.crt", "other.key", 101, { ...installation, domain: "bingo.yours.org" });
    expect(faults.map(({ verdict }) => verdict)).toEqual(["wrong", "wrong", "wrong"]);
    expect(faults.map(({ text }) => text.replaceAll(`${folder}/`, ""))).toEqual([
      "other.key is not the key of own.crt",
      "own.crt is for DNS:bingo.mine.org, and domain is bingo.yours.org",
      expect.stringMatching(/^own.crt was valid until /),
    ]);
  });

  it("is new or at its end", () => {
    expect(look("own.crt", "own.key", 90)).toMatchObject([{ verdict: "warning" }]);
    expect(look("own.crt", "own.key", -1)).toMatchObject([
      { verdict: "wrong", text: expect.stringMatching(/is valid from .* on only$/) as string },
    ]);
  });

  it("can be read, and its key, too", () => {
    expect(look("broken", "own.key")).toMatchObject([{ verdict: "wrong" }]);
    expect(look("own.crt", "broken")).toMatchObject([
      { verdict: "wrong", text: expect.stringMatching(/expected a key without a passphrase/) as string },
    ]);
  });
});

describe("an examination", () => {
  it("makes all checks, whatever happens in one", async () => {
    const found = await examine(
      [
        { name: "good", look: () => [ok("yes")] },
        { name: "silent", look: () => new Promise(() => undefined) },
        { name: "broken", look: () => Promise.reject(new Error("no way")) },
        { name: "bad", look: () => [wrong("no", "type this"), warning("hm", "look")] },
      ],
      0.05,
    );
    expect(found.map(({ name, findings }) => [name, ...findings.map(({ verdict }) => verdict)])).toEqual([
      ["good", "ok"],
      ["silent", "not checked"],
      ["broken", "not checked"],
      ["bad", "wrong", "warning"],
    ]);
    expect(printed(found)).toEqual([
      "  ok           good    yes",
      "  not checked  silent  there was no answer within 0.05 s",
      "  not checked  broken  no way",
      "  WRONG        bad     no",
      "      → type this",
      "  warning      bad     hm",
      "      → look",
      "1 ok, 1 wrong, 1 warning, 2 not checked",
    ]);
    expect(printed(found, true)).not.toContain("  ok           good    yes");
  });

  it("forbids a deployment by what is wrong, and by nothing else", () => {
    const of = (finding: Finding) => forbids([{ name: "x", findings: [ok("y"), finding] }]);
    expect([of(wrong("x")), of(warning("x", "y")), of(notChecked("x")), of(ok("x"))]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
