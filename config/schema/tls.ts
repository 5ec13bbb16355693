import { z } from "zod";
import { exactlyOne } from "./exactly-one";
import { wholeNumber } from "./fields";
import { file } from "./file";

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
      description: "The certificate that the edge shows: self-signed or your own.",
      allowed: "a mapping with exactly one of the keys selfSigned, files",
    })
    .prefault({ selfSigned: {} });
}
