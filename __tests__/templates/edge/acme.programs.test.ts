import { authorityScript, buildAuthority, STOP_AUTHORITY } from "../../support/authority";
import { debianRoot } from "../../support/debian-root";
import { exampleMachines } from "../../support/example";
import { MachineTree, type Verdict } from "../../support/machine-tree";

jest.setTimeout(300_000);

const AUTHORITY = "10.9.9.1";
/** 443 is nginx's, at every address of the tree. */
const PORT = 14_000;
const DIRECTORY = `https://${AUTHORITY}:${PORT}/dir`;
/** An address to which no way leads. */
const NOBODY = "10.9.9.2";
const DOMAIN = "bingo.example.org";
const ACME = "/var/lib/bingo-acme";
const ISSUED = `${ACME}/certs/${DOMAIN}/fullchain.pem`;

let tree: MachineTree;
let edge: string;

/** The edge's own files, with the authority of this test; nothing else of the edge runs but nginx. */
beforeAll(async () => {
  const [example] = exampleMachines(["edge"]);
  if (!example) throw new Error("the example has no edge");
  edge = example.address;
  tree = await MachineTree.open(debianRoot(), example.name, edge);
  tree.write(
    example.files.map((file) => ({
      ...file,
      content: file.content.replaceAll("https://acme-v02.api.letsencrypt.org/directory", DIRECTORY),
    })),
  );
  for (const { name, content } of await buildAuthority()) {
    tree.must(["bash", "-c", `mkdir -p /srv/ca && cat >/srv/ca/${name} && chmod +x /srv/ca/${name}`], { input: content });
  }
  tree.must([
    "bash",
    "-euc",
    `
      ip address add ${AUTHORITY}/32 dev lo
      systemd-sysusers
      install -d -o bingo-acme -g bingo-acme ${ACME} /run/bingo-acme
      mkdir -p /etc/bingo/tls /etc/bingo/page /var/lib/nginx
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 1 -subj /CN=delivered \\
        -keyout /etc/bingo/tls/tls.key -out /etc/bingo/tls/tls.crt 2>/dev/null
      : >/etc/bingo/page/password
      nginx
    `,
  ]);
});

afterAll(() => tree.close());

/** Starts the authority, which finds the domain at that address, in place of the one before. */
function authority(resolvesTo: string, validitySeconds?: number): void {
  const settings = { address: AUTHORITY, port: PORT, resolvesTo, ...(validitySeconds === undefined ? {} : { validitySeconds }) };
  tree.write([{ path: "/srv/ca/run", content: `cd /srv/ca\n${authorityScript(settings)}` }]);
  tree.must([
    "bash",
    "-euc",
    `
      cd /srv/ca
      ${STOP_AUTHORITY}
      while curl --silent --insecure --output /dev/null ${DIRECTORY}; do sleep 0.1; done
      setsid bash -eu /srv/ca/run &>/srv/ca/log </dev/null &
      until curl --silent --output /dev/null --cacert /srv/ca/root.crt ${DIRECTORY}; do sleep 0.1; done
      cp /srv/ca/root.crt /usr/local/share/ca-certificates/authority.crt
      update-ca-certificates &>/dev/null
      # It knows nothing of accounts at the one before.
      rm -rf ${ACME}/accounts
    `,
  ]);
}

/** What bingo-acme.service runs, as its user. */
function acme(): Verdict {
  const as = ["setpriv", "--reuid=bingo-acme", "--regid=bingo-acme", "--clear-groups"];
  return tree.run([...as, "/usr/local/sbin/bingo-acme"], { seconds: 120 });
}

function serial(): string {
  return tree.must(["openssl", "x509", "-in", ISSUED, "-noout", "-serial"]).trim();
}

it("says what is wrong while nobody answers", () => {
  const { status, output } = acme();
  expect(status).toBe(1);
  expect(output).toContain(`asking ${DIRECTORY} for a certificate for ${DOMAIN}`);
  expect(output).toMatch(/Problem connecting to server/);
});

it("gives the authority's own reason when a challenge is refused", () => {
  authority(NOBODY);
  const { status, output } = acme();
  expect(status).toBe(1);
  expect(output).toContain("urn:ietf:params:acme:error:connection");
  expect(output).toContain(DOMAIN);
});

it("gets a certificate for the domain as soon as its name leads to the edge, and asks no more until it is due", () => {
  authority(edge);
  expect(acme()).toMatchObject({ status: 0 });
  expect(tree.must(["openssl", "x509", "-in", ISSUED, "-noout", "-ext", "subjectAltName"])).toContain(`DNS:${DOMAIN}`);
  const first = serial();
  expect(acme()).toMatchObject({ status: 0, output: "" });
  expect(serial()).toBe(first);
});

it("keeps the keys from every other user, and shows the challenges alone", () => {
  const as = ["setpriv", "--reuid=www-data", "--regid=www-data", "--clear-groups"];
  expect(tree.run([...as, "ls", `${ACME}/challenges`]).status).toBe(0);
  for (const secret of [`${ACME}/certs/${DOMAIN}`, `${ACME}/accounts`]) {
    expect(tree.run([...as, "ls", secret]).status).not.toBe(0);
  }
});

it("gives nginx the certificate, and does nothing when it has it", () => {
  const took = () =>
    tree.run(["bash", "-euc", `PATH=/srv/stub:$PATH bingo-take-certificate ${ISSUED} ${ACME}/certs/${DOMAIN}/privkey.pem`]);
  // In place of systemd, which a tree without a boot has not.
  tree.write([{ path: "/srv/stub/systemctl", permissions: "0755", content: '#!/bin/bash\necho "$*" >>/srv/asked\n' }]);
  expect(took()).toMatchObject({ status: 0, output: "" });
  expect(tree.must(["cat", "/srv/asked"])).toContain("reload nginx.service");
  tree.must(["rm", "/srv/asked"]);
  expect(took()).toMatchObject({ status: 0, output: "" });
  expect(tree.run(["cat", "/srv/asked"]).status).not.toBe(0);
  tree.must(["nginx", "-s", "reload"]);
  const shown = `until openssl s_client -connect ${edge}:443 -servername ${DOMAIN} </dev/null 2>/dev/null |
    openssl x509 -noout -issuer | grep -q Pebble; do sleep 0.1; done`;
  expect(tree.run(["bash", "-c", shown], { seconds: 20 }).status).toBe(0);
});

it("renews one that is valid for a minute when a third of it is left", () => {
  tree.must(["rm", "-r", `${ACME}/certs`]);
  authority(edge, 60);
  expect(acme()).toMatchObject({ status: 0 });
  const files = () => tree.must(["ls", `${ACME}/certs/${DOMAIN}`]).trim().split("\n").length;
  const [first, kept] = [serial(), files()];
  expect(acme()).toMatchObject({ status: 0, output: "" });
  tree.must(["sleep", "42"]);
  expect(acme()).toMatchObject({ status: 0 });
  expect(serial()).not.toBe(first);
  // Of the one before nothing is kept.
  expect(files()).toBe(kept);
});

it("asks anew when installation.yaml names another authority", () => {
  tree.must(["rm", "-r", `${ACME}/certs`]);
  authority(edge);
  expect(acme()).toMatchObject({ status: 0 });
  const first = serial();
  tree.must(["bash", "-c", `echo https://staging.example.org/dir >${ACME}/directory`]);
  expect(acme()).toMatchObject({ status: 0 });
  expect(serial()).not.toBe(first);
});
