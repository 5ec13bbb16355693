import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import { buildGoProgram } from "../../lab/programs/go-build";

/** A name of the authority, besides its address. No DNS knows it. */
export const AUTHORITY_NAME = "authority.example.org";

/** Ends what {@link authorityScript} has started in the current folder. */
export const STOP_AUTHORITY = '[[ ! -e authority.pid ]] || kill "$(cat authority.pid)" || true';

/** Names the versions. */
const MODULE = join(PROJECT_ROOT, "lab", "programs", "acme");

const NAMES = ["pebble", "pebble-challtestsrv"] as const;

/** A program of the authority, to be written to where it runs. */
export interface AuthorityProgram {
  readonly name: (typeof NAMES)[number];
  readonly content: Buffer;
}

/**
 * Builds Pebble, Let's Encrypt's own small certificate authority for tests, and the DNS server it comes with, from the Go
 * module proxy.
 *
 * @throws when there is no Go, or with Go's own words
 */
export async function buildAuthority(): Promise<readonly AuthorityProgram[]> {
  const folder = mkdtempSync(join(tmpdir(), "authority-"));
  try {
    const programs: AuthorityProgram[] = [];
    for (const name of NAMES) {
      const output = join(folder, name);
      const path = `github.com/letsencrypt/pebble/v2/cmd/${name}`;
      await buildGoProgram({ name, folder: MODULE, output, package: path });
      programs.push({ name, content: readFileSync(output) });
    }
    return programs;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface AuthoritySettings {
  /** IPv4 address that it listens at. Its directory is `https://ADDRESS/dir`. */
  readonly address: string;
  /** TCP port that it listens at. @default 443 */
  readonly port?: number;
  /** IPv4 address that it finds for every name, and asks for the answers to its challenges, at port 80. */
  readonly resolvesTo: string;
  /** How long its certificates are valid. @default 90 days */
  readonly validitySeconds?: number;
}

/**
 * A script that runs the authority, with both programs in the current folder. It ends when they do. The certificate of its
 * own https is `root.crt` there, for those who have to trust it.
 */
export function authorityScript(settings: AuthoritySettings): string {
  const { address, port = 443, resolvesTo, validitySeconds = 90 * 86_400 } = settings;
  const config = {
    pebble: {
      listenAddress: `${address}:${port}`,
      managementListenAddress: "127.0.0.1:15000",
      certificate: "root.crt",
      privateKey: "root.key",
      httpPort: 80,
      tlsPort: 443,
      ocspResponderURL: "",
      externalAccountBindingRequired: false,
      keyAlgorithm: "ecdsa",
      retryAfter: { authz: 1, order: 1 },
      profiles: { default: { description: "the only one", validityPeriod: validitySeconds } },
    },
  };
  return `
    [[ -e root.crt ]] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 2 -subj /CN=authority \\
      -addext subjectAltName=IP:${address},DNS:${AUTHORITY_NAME} -keyout root.key -out root.crt 2>/dev/null
    cat >pebble.json <<'END'
${JSON.stringify(config)}
END
    echo $$ >authority.pid
    trap 'kill $(jobs -p)' EXIT
    ./pebble-challtestsrv -defaultIPv4 ${resolvesTo} -defaultIPv6 "" -dnsserver 127.0.0.1:8053 -http01 "" -https01 "" \\
      -tlsalpn01 "" -doh "" -management 127.0.0.1:8055 &
    PEBBLE_VA_NOSLEEP=1 ./pebble -config pebble.json -dnsserver 127.0.0.1:8053 &
    wait -n
  `;
}
