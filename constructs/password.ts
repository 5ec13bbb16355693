import { PrivateKey } from "@cdktf/provider-tls/lib/private-key";
import { Fn } from "cdktf";
import { Construct } from "constructs";

/**
 * A password: 64 hexadecimal digits, the SHA-256 of a private key that serves nothing else. The engine makes it, so that
 * a deployment needs no input, and synthesized JSON holds a formula and no secret.
 *
 * @example
 *   new Password(this, "database-password").value; // "${sha256(tls_private_key.….private_key_pem)}"
 */
export class Password extends Construct {
  /** Secret. */
  readonly value: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const seed = new PrivateKey(this, "Default", { algorithm: "ED25519" });
    this.value = Fn.sha256(seed.privateKeyPem);
  }
}
