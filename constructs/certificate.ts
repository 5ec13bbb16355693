import { PrivateKey } from "@cdktf/provider-tls/lib/private-key";
import { SelfSignedCert } from "@cdktf/provider-tls/lib/self-signed-cert";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { Installation } from "../config/schema";
import { fromStackFolder } from "./paths";

export interface CertificateProps {
  readonly tls: Installation["tls"];
  /** Public name of the service. */
  readonly domain: string;
  /** Public IPv4 address of the service: the certificate is good for both. */
  readonly address: string;
}

/** Days that a self-signed certificate is valid when the edge shows it only until Let's Encrypt has given one. */
const FALLBACK_DAYS = 365;

/** The certificate that the deployment delivers to the edge: self-signed, or the owner's files. */
export class Certificate extends Construct {
  /** PEM, possibly a chain. */
  readonly certificate: string;
  /** PEM. Secret: a reference or a call of Terraform's file(), never the key itself. */
  readonly privateKey: string;

  constructor(scope: Construct, id: string, { tls, domain, address }: CertificateProps) {
    super(scope, id);
    if ("files" in tls) {
      this.certificate = Fn.file(fromStackFolder(this, tls.files.certificate));
      this.privateKey = Fn.file(fromStackFolder(this, tls.files.privateKey));
      return;
    }
    const validityHours = 24 * ("selfSigned" in tls ? tls.selfSigned.validityDays : FALLBACK_DAYS);
    const key = new PrivateKey(this, "key", { algorithm: "ECDSA", ecdsaCurve: "P256" });
    const certificate = new SelfSignedCert(this, "Default", {
      privateKeyPem: key.privateKeyPem,
      subject: [{ commonName: domain, organization: "bingo" }],
      dnsNames: [domain],
      ipAddresses: [address],
      allowedUses: ["digital_signature", "key_encipherment", "server_auth"],
      validityPeriodHours: validityHours,
      // A deployment in the last month makes a new one, or in the last third when that is shorter. The edge takes it by a
      // reload.
      earlyRenewalHours: Math.min(30 * 24, Math.floor(validityHours / 3)),
    });
    this.certificate = certificate.certPem;
    this.privateKey = key.privateKeyPem;
  }
}
