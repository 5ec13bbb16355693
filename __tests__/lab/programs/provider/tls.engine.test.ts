import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../../../lab/engine/engine";
import { engineWithProviders } from "../../../support/engine/deployment";

// Each step starts the engine, which takes a second and more on a busy machine.
jest.setTimeout(120_000);

const scratch = mkdtempSync(join(tmpdir(), "provider-tls-"));
let engine: Engine;

type Values = Record<string, string>;

const KEYS = {
  rsa: { algorithm: "RSA" },
  ecdsa: { algorithm: "ECDSA", ecdsa_curve: "P256" },
  p521: { algorithm: "ECDSA", ecdsa_curve: "P521" },
  ed25519: { algorithm: "ED25519" },
};

const certificate = (key: string, change: object = {}) => ({
  private_key_pem: `\${tls_private_key.${key}.private_key_pem}`,
  subject: [{ common_name: "bingo.example.org", organization: "bingo" }],
  dns_names: ["bingo.example.org"],
  ip_addresses: ["198.51.100.7"],
  allowed_uses: ["digital_signature", "key_encipherment", "server_auth"],
  validity_period_hours: 24,
  early_renewal_hours: 1,
  ...change,
});

function write(change: object = {}): void {
  const names = Object.keys(KEYS);
  const stack = {
    terraform: { required_providers: { tls: { source: "hashicorp/tls" }, null: { source: "hashicorp/null" } } },
    resource: {
      tls_private_key: KEYS,
      tls_self_signed_cert: Object.fromEntries(names.map((name) => [name, certificate(name, change)])),
      null_resource: { after: { triggers: { certificate: "${tls_self_signed_cert.rsa.id}" } } },
    },
    output: {
      keys: { value: Object.fromEntries(names.map((name) => [name, `\${tls_private_key.${name}}`])), sensitive: true },
      certificates: {
        value: Object.fromEntries(names.map((name) => [name, `\${tls_self_signed_cert.${name}.cert_pem}`])),
      },
    },
  };
  writeFileSync(join(scratch, "main.tf.json"), JSON.stringify(stack));
}

const run = (...args: readonly string[]) => engine.run(scratch, ...args);
const output = async <T>(name: string) => JSON.parse(await run("output", "-json", name)) as T;

/** A file that only its owner may read: ssh-keygen takes no other. */
function file(name: string, content: string): string {
  const path = join(scratch, name);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

const say = (program: string, ...args: readonly string[]) =>
  execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** Algorithm and key of a public key, without the comment. */
const publicKey = (line: string) => line.trim().split(" ").slice(0, 2).join(" ");

beforeAll(async () => {
  engine = await engineWithProviders(scratch, {});
  write();
  await run("init", "-input=false");
  await run("apply", "-auto-approve", "-input=false");
});
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

it("needs no lab, and has nothing to do when it is planned again", async () => {
  expect(engine.settings).not.toHaveProperty("LAB_SOCKET");
  await run("plan", "-detailed-exitcode");
});

it.each(Object.keys(KEYS))("ssh-keygen finds the public key of each form of the %s key", async (name) => {
  const key = (await output<Record<string, Values>>("keys"))[name] as Values;
  const forms = ["private_key_openssh", "private_key_pem", "private_key_pem_pkcs8"]
    // ssh-keygen reads ED25519 keys in OpenSSH's own form only.
    .filter((form) => name !== "ed25519" || form === "private_key_openssh");
  for (const form of forms) {
    const private_ = file(`${name}-${form}`, String(key[form]));
    expect(publicKey(say("ssh-keygen", "-y", "-f", private_))).toBe(publicKey(String(key.public_key_openssh)));
    expect(say("openssl", "pkey", "-in", file("pkcs8", String(key.private_key_pem_pkcs8)), "-pubout")).toBe(
      key.public_key_pem,
    );
  }
  const public_ = file(`${name}.pub`, String(key.public_key_openssh));
  expect(say("ssh-keygen", "-l", "-f", public_)).toContain(` ${String(key.public_key_fingerprint_sha256)} `);
  expect(say("ssh-keygen", "-l", "-E", "md5", "-f", public_)).toContain(
    ` MD5:${String(key.public_key_fingerprint_md5)} `,
  );
});

it.each(Object.keys(KEYS))("openssl verifies the certificate of the %s key", async (name) => {
  const path = file(`${name}.crt`, (await output<Values>("certificates"))[name] as string);
  for (const names of [
    ["-verify_hostname", "bingo.example.org"],
    ["-verify_ip", "198.51.100.7"],
  ]) {
    expect(say("openssl", "verify", "-purpose", "sslserver", ...names, "-CAfile", path, path)).toBe(`${path}: OK\n`);
  }
  const key = (await output<Record<string, Values>>("keys"))[name] as Values;
  expect(say("openssl", "x509", "-in", path, "-noout", "-pubkey")).toBe(key.public_key_pem);
});

describe("planned again", () => {
  interface Change {
    readonly type: string;
    readonly change: { readonly actions: readonly string[]; readonly replace_paths?: readonly unknown[] };
  }

  async function changes(): Promise<Change[]> {
    await run("plan", "-out=plan");
    const plan = JSON.parse(await run("show", "-json", "plan")) as { resource_changes: Change[] };
    return plan.resource_changes.filter(({ change }) => change.actions[0] !== "no-op");
  }

  it("a certificate is kept when only its early renewal changes", async () => {
    write({ early_renewal_hours: 2 });
    const planned = await changes();
    expect(planned.map(({ type, change }) => [type, ...change.actions])).toEqual(
      Object.keys(KEYS).map(() => ["tls_self_signed_cert", "update"]),
    );
    await run("apply", "-auto-approve", "plan");
    await run("plan", "-detailed-exitcode");
  });

  it("a certificate is made anew when its names change, and so is what it triggers", async () => {
    write({ early_renewal_hours: 2, dns_names: ["other.example.org"] });
    const planned = await changes();
    expect(planned.map(({ type }) => type).sort()).toEqual([
      "null_resource",
      ...Object.keys(KEYS).map(() => "tls_self_signed_cert"),
    ]);
    expect(new Set(planned.map(({ change }) => change.actions.join()))).toEqual(new Set(["delete,create"]));
  });

  it("a certificate is made anew from the time of its early renewal on", async () => {
    write({ early_renewal_hours: 24 });
    const certificates = (await changes()).filter(({ type }) => type === "tls_self_signed_cert");
    expect(certificates.map(({ change }) => change.replace_paths)).toEqual(
      Object.keys(KEYS).map(() => [["ready_for_renewal"]]),
    );
  });
});
