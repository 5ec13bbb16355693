import { Fn, type SSHProvisionerConnection } from "cdktf";

/** How the deployment logs in to machines. */
export interface SshAccess {
  readonly user: string;
  /** OpenSSH PEM. Secret. */
  readonly privateKey: string;
  /** Public address of the edge, the jump host to all others. */
  readonly edgeAddress: string;
}

/** A machine takes a minute to boot, and the edge, which is the way to it, boots at the same time. */
const CONNECT_TIMEOUT = "10m";

/**
 * Describes a provisioner's connection to a machine: directly to the edge, through the edge to every other.
 *
 * Machines make their host keys at the first boot, and the keys are not checked here:
 * docs/decisions/0004-secrets-over-ssh.md.
 *
 * @param address private address; undefined: the edge itself
 */
export function sshConnection(access: SshAccess, address: string | undefined): SSHProvisionerConnection {
  const { user, edgeAddress } = access;
  // A value from another stack's state has lost its mark as sensitive.
  const privateKey = Fn.sensitive(access.privateKey) as string;
  const direct = { type: "ssh", user, privateKey, agent: "false", timeout: CONNECT_TIMEOUT } as const;
  if (address === undefined) return { ...direct, host: edgeAddress };
  return {
    ...direct,
    host: address,
    bastionHost: edgeAddress,
    bastionUser: user,
    bastionPrivateKey: privateKey,
  };
}
