import { isIP } from "node:net";
import type { Probe } from "../facts";
import { notMeasured, sharing, type Finding, type Found, type Row } from "./requirement";

/** Points 6 and 7: protocols, the domain and its certificate. */
export const FRONT: readonly Row[] = [
  ...sharing({ point: 6, needs: ["front"] }, [
    {
      id: "https",
      text: "https works",
      limit: { atMost: 0 },
      unit: "of 3 requests failed",
      finding: ({ facts }) => failedProbes(facts.httpsProbes),
    },
    {
      id: "domain",
      text: "Its own domain, with a certificate for it (self-signed will do)",
      limit: { atMost: 0 },
      unit: "defects",
      finding: domainDefects,
    },
    {
      id: "http",
      text: "http works without redirect",
      limit: { atMost: 0 },
      unit: "of 3 requests failed",
      finding: ({ facts }) => failedProbes(facts.httpProbes),
    },
  ]),
  ...sharing({ point: 7, needs: ["front"] }, [
    {
      id: "http3",
      text: "HTTP/3 works",
      // One of 40: over UDP a handshake may be lost (seen twice in about 10,000, both times on a busy machine).
      limit: { atLeast: 97.5 },
      unit: "% answered",
      needs: ["front", "http3"],
      finding: answeredOverHttp3,
    },
    {
      id: "http3-announced",
      text: "HTTP/3 is announced to browsers (Alt-Svc)",
      limit: { atLeast: 1 },
      unit: "announcements",
      finding: announcements,
    },
  ]),
];

function failedProbes(probes: readonly Probe[] | undefined): Finding {
  if (!probes) return notMeasured();
  const bad = probes.filter(({ answer }) => answer.status !== 200 || answer.error !== undefined);
  const [first] = bad;
  if (!first) return { value: 0 };
  const { status, error, headers } = first.answer;
  const to = headers["location"] === undefined ? "" : ` to ${headers["location"]}`;
  return { value: bad.length, detail: `${first.path}: ${error ?? `status ${status}`}${to}` };
}

function domainDefects({ facts: { certificate }, subject: { https, address } }: Found): Finding {
  const { hostname } = new URL(https);
  if (isIP(hostname.replace(/^\[|\]$/g, ""))) return notMeasured(`the URL has the address ${hostname} and no name`);
  if (!certificate) return notMeasured("no certificate was seen");
  const { matchesHost, validFrom, validTo, names, selfSigned, subject } = certificate;
  const now = new Date();
  const defects = [
    ...(matchesHost ? [] : [`not for ${hostname}`]),
    ...(validTo < now ? [`ended ${validTo.toISOString()}`] : []),
    ...(validFrom > now ? [`begins ${validFrom.toISOString()}`] : []),
  ];
  const signed = selfSigned ? "self-signed" : "signed";
  const where = address === undefined ? "" : `; asked at ${address}, not by its DNS record`;
  const detail = `certificate ${subject} (${names || "no names"}), ${signed}, until ${validTo.toISOString().slice(0, 10)}`;
  return { value: defects.length, detail: [...defects, detail].join("; ") + where };
}

function answeredOverHttp3({ facts: { http3 } }: Found): Finding {
  if (!http3) return notMeasured();
  const { impossible, answered, asked, complaint } = http3;
  if (impossible !== undefined) return notMeasured(impossible);
  const detail = `${answered} of ${asked}${complaint === undefined ? "" : `: ${complaint}`}`;
  return { value: (100 * answered) / asked, detail };
}

function announcements({ facts: { httpsProbes = [], altSvc } }: Found): Finding {
  if (!httpsProbes.some(({ answer }) => answer.status !== 0)) return notMeasured("https does not answer");
  return { value: /\bh3=/.test(altSvc ?? "") ? 1 : 0, detail: altSvc ?? "no header Alt-Svc" };
}
