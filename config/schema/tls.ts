import { z } from "zod";
import { exactlyOne } from "./exactly-one";
import { wholeNumber } from "./fields";
import { file } from "./file";

/** Let's Encrypt's directory (https://letsencrypt.org/docs/acme-protocol-updates/). */
const LETS_ENCRYPT = "https://acme-v02.api.letsencrypt.org/directory";

/** The certificate that the edge shows. `folder` is where the config file lies. */
export function tls(folder: string) {
  return exactlyOne(
    {
      selfSigned: z
        .strictObject({
          validityDays: wholeNumber(1, 3650, {
            description: "How long the certificate is valid.",
            unit: "days",
          }).default(365),
        })
        .meta({ description: "The deployment makes a certificate itself; browsers warn about it." }),
      letsEncrypt: z
        .strictObject({
          email: z.email().meta({
            description: "Address of the account at the certificate authority.",
            allowed: "an e-mail address, for example someone@example.org",
          }),
          directory: z
            .url({ protocol: /^https$/, hostname: /^[a-z\d.-]+$/i })
            // 443 is what the edge may reach; the URL stands in a shell's file of settings on the edge.
            .regex(/^https:\/\/[\w.-]+\/[\w./-]*$/)
            .meta({
              description: "The ACME directory of the authority: another one than Let's Encrypt's, or its staging.",
              allowed: "an https URL without a port, for example https://acme.example.org/directory",
            })
            .default(LETS_ENCRYPT),
        })
        .meta({
          description:
            "The edge gets a certificate by itself, and shows a self-signed one until the domain's DNS record leads to it.",
        }),
      files: z
        .strictObject({
          certificate: file(folder, {
            description: "The certificate, followed by its chain. Relative to this file's folder.",
            allowed: "the path of a PEM file that begins with -----BEGIN CERTIFICATE-----",
            beginning: /^-----BEGIN CERTIFICATE-----/,
          }),
          privateKey: file(folder, {
            description: "The certificate's private key, without a passphrase. Relative to this file's folder.",
            allowed: "the path of a PEM file that begins with -----BEGIN PRIVATE KEY----- (or RSA, EC)",
            beginning: /^-----BEGIN ((RSA|EC) )?PRIVATE KEY-----/,
          }),
        })
        .meta({ description: "A certificate of your own." }),
    },
    {},
  )
    .meta({
      description: "The certificate that the edge shows: self-signed, Let's Encrypt's or your own.",
      allowed: "a mapping with exactly one of the keys selfSigned, letsEncrypt, files",
    })
    .prefault({ selfSigned: {} });
}
