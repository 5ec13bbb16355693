import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { messageOf } from "../../../config/message-of";
import { PROJECT_ROOT } from "../../../config/paths";
import type { Installation } from "../../../config/schema";
import { type Finding, ok, warning, wrong } from "../finding";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Days before its end in which a certificate is worth a word. */
const SOON_DAYS = 14;

/** Whether the certificate's files fit each other, the domain and the time. */
export function certificate({ tls, domain }: Installation, now: Date): readonly Finding[] {
  if ("letsEncrypt" in tls) return [ok("the edge gets one by itself when the domain's record leads to it")];
  if (!("files" in tls)) return [ok("the deployment makes one itself; browsers warn about it")];
  const { certificate: path, privateKey: keyPath } = tls.files;
  const read = (file: string): Buffer => readFileSync(resolve(PROJECT_ROOT, file));
  const mend = "mend tls.files, or leave tls out for a self-signed certificate";
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(read(path));
  } catch (error) {
    return [wrong(`${path}: expected a certificate, found none that can be read: ${messageOf(error)}`, mend)];
  }
  const findings: Finding[] = [];
  try {
    if (!certificate.checkPrivateKey(createPrivateKey(read(keyPath)))) {
      findings.push(wrong(`${keyPath} is not the key of ${path}`, mend));
    }
  } catch (error) {
    findings.push(wrong(`${keyPath}: expected a key without a passphrase: ${messageOf(error)}`, mend));
  }
  if (certificate.checkHost(domain) === undefined) {
    const names = certificate.subjectAltName ?? certificate.subject;
    findings.push(wrong(`${path} is for ${names.replaceAll("\n", ", ")}, and domain is ${domain}`, mend));
  }
  const days = Math.floor((Date.parse(certificate.validTo) - now.getTime()) / DAY_MS);
  if (Date.parse(certificate.validFrom) > now.getTime()) {
    findings.push(wrong(`${path} is valid from ${certificate.validFrom} on only`, mend));
  } else if (days < 0) findings.push(wrong(`${path} was valid until ${certificate.validTo}`, mend));
  else if (days < SOON_DAYS) findings.push(warning(`${path} is valid for ${days} days more`, "have it renewed"));
  return findings.length > 0 ? findings : [ok(`${path}, for ${days} days`)];
}
