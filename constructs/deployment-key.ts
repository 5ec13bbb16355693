import { PrivateKey } from "@cdktf/provider-tls/lib/private-key";
import { Fn } from "cdktf";
import { Construct } from "constructs";

/** The SSH key that the deployment itself uses. Administrators may have keys of their own (`ssh.publicKeys`). */
export class DeploymentKey extends Construct {
  /** One OpenSSH line. A reference: never measure, hash or encode it here. */
  readonly publicKey: string;
  /** OpenSSH PEM. Secret. */
  readonly privateKey: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const key = new PrivateKey(this, "Default", { algorithm: "ED25519" });
    // The provider ends it with a newline, which would break the YAML list it is put in.
    this.publicKey = Fn.trimspace(key.publicKeyOpenssh);
    this.privateKey = key.privateKeyOpenssh;
  }
}
