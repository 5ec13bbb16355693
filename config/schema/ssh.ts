import { z } from "zod";
import { text } from "./fields";
import { isIpv4, parseNetwork } from "./ipv4";

const KEY_TYPES =
  "ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\\.com";

const source = z
  .cidrv4()
  .superRefine((cidr, context) => {
    if (isIpv4(cidr)) {
      context.addIssue({ code: "custom", message: `an IPv4 network; for this one address write ${cidr}/32` });
    }
    const network = parseNetwork(cidr);
    if (network && network.text !== cidr) {
      context.addIssue({ code: "custom", message: `the first address of the network: write ${network.text}` });
    }
  })
  .meta({
    description: "Network in CIDR form.",
    allowed: "an IPv4 network, for example 203.0.113.0/24, or 203.0.113.7/32 for one address",
  });

/** Who may log in. */
export const ssh = z
  .strictObject({
    sources: z.array(source).min(1).meta({
      description: "Networks that may log in to the edge. The other machines are reached through it.",
      allowed: "a list of at least one IPv4 network, for example [203.0.113.7/32]",
    }),
    publicKeys: z
      .array(
        text(new RegExp(`^(${KEY_TYPES}) AAAA[0-9A-Za-z+/]+={0,3}( [-\\w@.+/ ]+)?$`), {
          description: "One line of OpenSSH.",
          allowed: "an OpenSSH public key: ssh-ed25519 AAAA… name@host",
        }),
      )
      .meta({
        description: "Keys that may log in as `ops`, besides the one that the deployment generates for itself.",
        allowed: "a list of OpenSSH public keys",
      })
      .default([]),
  })
  .meta({ description: "Who may log in." });
