import { once } from "node:events";
import { isIP } from "node:net";
import { checkServerIdentity, connect, type PeerCertificate } from "node:tls";
import type { SeenCertificate, Probe } from "../facts";
import { get, getMovie, isGood } from "../../load/request";
import type { Measuring } from "./measuring";
import { configPage, CONFIG_REQUEST } from "./config-page";
import { bounds, looks, type Look } from "./clock";

const CLOCK_LOOKS = 8;
const TLS_TIMEOUT_MS = 10_000;

/** Measures what the edge shows: http, https, its certificate, its clock, and whether it announces HTTP/3. */
export async function front(measuring: Measuring): Promise<void> {
  const { facts } = measuring;
  measuring.progress.begin("http and https", CLOCK_LOOKS * 0.15);
  facts.httpProbes = await probes(measuring, "http keep-alive");
  facts.httpsProbes = await probes(measuring, "https keep-alive");
  measuring.ways = [
    ...(works(facts.httpsProbes) ? (["https keep-alive", "https new connections"] as const) : []),
    ...(works(facts.httpProbes) ? (["http keep-alive", "http new connections"] as const) : []),
  ];
  const certificate = await certificateOf(measuring).catch(() => undefined);
  if (certificate) facts.certificate = certificate;
  const altSvc = facts.httpsProbes.map(({ answer }) => answer.headers["alt-svc"]).find(Boolean);
  if (altSvc !== undefined) facts.altSvc = altSvc;
  if (measuring.ways.length === 0) return;
  await measuring.withClient(measuring.preferredWay(), async (client) => {
    facts.configPage = configPage(await measuring.exchange(client, CONFIG_REQUEST));
    const all = await looks(CLOCK_LOOKS, async (): Promise<Look | undefined> => {
      const sentMs = Date.now();
      const { headers } = await measuring.exchange(client, get("GET /ping"));
      const saidMs = Date.parse(headers["date"] ?? "");
      return Number.isNaN(saidMs) ? undefined : { sentMs, receivedMs: Date.now(), saidMs, resolutionMs: 1000 };
    });
    if (all.length > 0) facts.clock = bounds(all);
  });
}

function probes(measuring: Measuring, way: "http keep-alive" | "https keep-alive"): Promise<readonly Probe[]> {
  const requests = [get("GET /"), get("GET /ping"), getMovie(1)];
  return measuring.withClient(way, (client) =>
    Promise.all(
      requests.map(async (request) => ({ path: request.path, answer: await measuring.exchange(client, request) })),
    ),
  );
}

/** One good answer is enough: requests that fail now and then are counted by the loads. */
function works(all: readonly Probe[]): boolean {
  return all.some(({ path, answer }) => isGood({ endpoint: "GET /", method: "GET", path }, answer));
}

async function certificateOf({ subject, signal }: Measuring): Promise<SeenCertificate> {
  const url = new URL(subject.https);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const socket = connect({
    host: subject.address ?? host,
    port: Number(url.port || 443),
    ...(isIP(host) ? {} : { servername: host }),
    rejectUnauthorized: false,
    timeout: TLS_TIMEOUT_MS,
  });
  socket.on("timeout", () => socket.destroy(new Error("no answer")));
  try {
    await once(socket, "secureConnect", { signal });
    return described(host, socket.getPeerCertificate());
  } finally {
    socket.destroy();
  }
}

function described(host: string, certificate: PeerCertificate): SeenCertificate {
  const subject = named(certificate.subject);
  const issuer = named(certificate.issuer);
  return {
    subject,
    issuer,
    selfSigned: subject === issuer,
    names: certificate.subjectaltname ?? "",
    validFrom: new Date(certificate.valid_from),
    validTo: new Date(certificate.valid_to),
    matchesHost: checkServerIdentity(host, certificate) === undefined,
  };
}

function named(name: object): string {
  return Object.entries(name)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(", ");
}
