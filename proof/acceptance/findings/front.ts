import type { Facts, Probe } from "../facts";
import { isIP } from "node:net";
import { missing, type Finding, type Found } from "./finding";

export function probes(all: readonly Probe[] | undefined): Finding {
  if (!all) return missing();
  const bad = all.filter(({ answer }) => answer.status !== 200 || answer.error !== undefined);
  const [first] = bad;
  if (!first) return { value: 0 };
  const { status, error, headers } = first.answer;
  const to = headers["location"] === undefined ? "" : ` to ${headers["location"]}`;
  return { value: bad.length, detail: `${first.path}: ${error ?? `status ${status}`}${to}` };
}

export function domain({ facts: { certificate }, deployment }: Found): Finding {
  const { hostname } = new URL(deployment.https);
  if (isIP(hostname.replace(/^\[|\]$/g, ""))) return missing(`the URL has the address ${hostname} and no name`);
  if (!certificate) return missing("no certificate was seen");
  const { matchesHost, validFrom, validTo, names, selfSigned, subject } = certificate;
  const now = new Date();
  const defects = [
    ...(matchesHost ? [] : [`not for ${hostname}`]),
    ...(validTo < now ? [`ended ${validTo.toISOString()}`] : []),
    ...(validFrom > now ? [`begins ${validFrom.toISOString()}`] : []),
  ];
  const signed = selfSigned ? "self-signed" : "signed";
  const where = deployment.address === undefined ? "" : `; asked at ${deployment.address}, not by its DNS record`;
  const detail = `certificate ${subject} (${names || "no names"}), ${signed}, until ${validTo.toISOString().slice(0, 10)}`;
  return { value: defects.length, detail: [...defects, detail].join("; ") + where };
}

export function http3({ http3: found }: Facts): Finding {
  if (!found) return missing();
  if (found.impossible !== undefined) return missing(found.impossible);
  const detail = `${found.answered} of ${found.asked}${found.complaint === undefined ? "" : `: ${found.complaint}`}`;
  return { value: (100 * found.answered) / found.asked, detail };
}

export function announced({ httpsProbes = [], altSvc }: Facts): Finding {
  if (!httpsProbes.some(({ answer }) => answer.status !== 0)) return missing("https does not answer");
  return { value: /\bh3=/.test(altSvc ?? "") ? 1 : 0, detail: altSvc ?? "no header Alt-Svc" };
}
