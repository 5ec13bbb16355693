import { down } from "../../lab/cli/down";
import { Lab, until } from "../../lab";
import { labPaths } from "../../lab/paths";
import { AUTHORITY_NAME, authorityScript, buildAuthority, STOP_AUTHORITY } from "../support/authority";
import { machineEvents } from "../support/lab/events";
import { request } from "../support/lab/requests";
import { whileUsersCome } from "../../proof/load/users";

const name = `t${String(process.pid)}`;
const paths = labPaths(name);
const told: string[] = [];
const directory = `https://${AUTHORITY_NAME}/dir`;
/** In no network of the lab: nothing answers. */
const NOBODY = "198.19.255.254";

let lab: Lab;
let edgeAddress: string;

// The story of one installation: each test goes on where the one before ended.
beforeAll(async () => {
  const overrides = { tls: { letsEncrypt: { email: "someone@example.org", directory } } };
  lab = await Lab.up({ name, scale: 0.01, overrides, tell: (line) => told.push(line) });
  edgeAddress = new URL(lab.urls.https).hostname;
  for (const { name: program, content } of await buildAuthority()) {
    const input = content.toString("base64");
    await lab.client.succeed(`base64 --decode >/root/${program} && chmod +x /root/${program}`, { input });
  }
}, 600_000);

afterAll(async () => {
  await lab.client.run(`cd /root && ${STOP_AUTHORITY}`);
  await down(paths);
}, 60_000);

/** Starts the authority on a machine of the internet, in place of the one before; the edge knows its name, and trusts it. */
async function authority(resolvesTo: string, validitySeconds?: number): Promise<void> {
  const { client } = lab;
  const edge = lab.machine("edge");
  const address = (await client.succeed("hostname -I")).trim();
  const settings = { address, resolvesTo, ...(validitySeconds === undefined ? {} : { validitySeconds }) };
  const answers = `curl --silent --insecure --output /dev/null https://${address}/dir`;
  await client.succeed(`cd /root && ${STOP_AUTHORITY}; while ${answers}; do sleep 0.1; done`);
  // It runs until it is stopped, so no answer is waited for.
  client.run(`cd /root\n${authorityScript(settings)}`, { timeoutSeconds: 900 }).catch(() => undefined);
  await client.waitUntilSucceeds(answers, { timeoutSeconds: 60 });
  const root = await client.succeed("cat /root/root.crt");
  await edge.succeed(
    `cat >/usr/local/share/ca-certificates/authority.crt
     update-ca-certificates >/dev/null 2>&1
     sed -i '/${AUTHORITY_NAME}/d' /etc/hosts && echo '${address} ${AUTHORITY_NAME}' >>/etc/hosts
     rm -rf /var/lib/bingo-acme/accounts`,
    { input: root },
  );
}

/** Issuer and serial number of the certificate that users see. */
async function shown(): Promise<{ readonly issuer: string; readonly serial: string }> {
  const said = await lab.client.succeed(
    `openssl s_client -connect ${edgeAddress}:443 </dev/null 2>/dev/null | openssl x509 -noout -issuer -serial`,
  );
  const [issuer = "", serial = ""] = said.split("\n");
  return { issuer, serial };
}

/** Has the edge ask, and waits until users see another certificate: the reload is not waited for where it is asked for. */
async function given(before: string): Promise<{ readonly issuer: string; readonly serial: string }> {
  expect(await ask()).toBe("");
  return until(
    async () => {
      const now = await shown();
      return now.serial === before ? { found: "the same" } : { value: now };
    },
    `edge: expected another certificate than ${before}`,
    { timeoutSeconds: 30 },
  );
}

/** Has the edge ask, as its timer does. @returns what the unit wrote when it has failed, else nothing */
async function ask(): Promise<string> {
  const edge = lab.machine("edge");
  const since = (await edge.succeed("date +%s")).trim();
  const { status } = await edge.run("systemctl start bingo-acme.service", { timeoutSeconds: 120 });
  return status === 0 ? "" : edge.succeed(`journalctl --no-pager --output cat --unit bingo-acme --since @${since}`);
}

it("is deployed and serves with a certificate of its own while nobody gives it one", async () => {
  expect(await request(lab, "https", "/ping")).toMatchObject({ status: 200 });
  expect((await shown()).issuer).toMatch(/O ?= ?bingo\b/);
  expect(await lab.machine("edge").succeed("journalctl --no-pager --output cat --unit bingo-acme")).toContain(
    `asking ${directory} for a certificate for `,
  );
}, 120_000);

it("goes on with it when the challenge is refused, and says the authority's reason", async () => {
  const before = await shown();
  await authority(NOBODY);
  expect(await ask()).toContain("urn:ietf:params:acme:error:connection");
  expect(await shown()).toEqual(before);
}, 180_000);

it("shows the authority's as soon as its name leads to the edge, and a deployment leaves it", async () => {
  const { serial } = await shown();
  await authority(edgeAddress);
  const first = await given(serial);
  expect(first.issuer).toContain("Pebble");
  told.length = 0;
  await lab.deploy({ tls: { letsEncrypt: { email: "someone@example.org", directory } } });
  expect(machineEvents(told)).toEqual([]);
  expect(await shown()).toEqual(first);
}, 300_000);

it("renews a certificate when a third of its time is left, without a failed request", async () => {
  await authority(edgeAddress, 60);
  const { serial } = await shown();
  await lab.machine("edge").succeed("rm -r /var/lib/bingo-acme/certs");
  const before = await given(serial);
  const { summary, failures } = await whileUsersCome(lab, 60, async () => {
    await lab.machine("edge").succeed("sleep 41");
    expect((await given(before.serial)).issuer).toContain("Pebble");
  });
  console.log(`a renewal under load: ${String(summary.errors)} of ${String(summary.requests)} failed`);
  expect(failures).toEqual([]);
}, 300_000);

it("has it after a power-off too", async () => {
  const before = await shown();
  await lab.machine("edge").crash();
  await lab.machine("edge").start();
  await lab.client.waitUntilSucceeds(`curl --silent --insecure --fail --output /dev/null ${lab.urls.https}ping`, {
    timeoutSeconds: 120,
  });
  // Its timer may have renewed it since.
  expect((await shown()).issuer).toBe(before.issuer);
}, 240_000);
