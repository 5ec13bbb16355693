import { z } from "zod";
import { exactlyOne } from "./exactly-one";
import { text } from "./fields";
import { file } from "./file";

const address = (description: string) =>
  z.email().meta({ description, allowed: "an e-mail address, for example someone@example.org" });

/** Receivers of firing alerts. `folder` is where the config file lies. Secrets stay in files of their own. */
export function alerts(folder: string) {
  return exactlyOne(
    {
      webhook: z
        .strictObject({
          urlFile: file(folder, {
            description: "File that holds the URL, which is taken for secret. Relative to this file's folder.",
            allowed: "the path of a file that holds an http or https URL without a port",
            // Ports 80 and 443 are those that the edge may reach.
            beginning: /^https?:\/\/[^\s/:@]+(\/\S*)?\n?$/,
          }),
        })
        .meta({ description: "Alertmanager posts its JSON to a URL." }),
      email: z
        .strictObject({
          to: address("Who receives the mail."),
          from: address("Sender of the messages."),
          host: z.hostname().meta({
            description: "The mail server, which must offer STARTTLS or, on port 465, TLS.",
            allowed: "a host name, for example smtp.example.org",
          }),
          port: z
            .int()
            .min(1)
            .max(65535)
            .refine((port) => port !== 25, "another port than 25, which the cloud blocks")
            .meta({
              description: "TCP port of the mail server. The edge may then reach it anywhere.",
              allowed: "a port from 1 to 65535 other than 25",
            })
            .default(587),
          user: text(/^[\w.@+-]+$/, {
            description: "Login at the mail server.",
            allowed: "letters, digits and . _ @ + -",
          }),
          passwordFile: file(folder, {
            description: "File that holds the password, and nothing else. Relative to this file's folder.",
            allowed: "the path of a file with one line",
            beginning: /^[^\n]+\n?$/,
          }),
        })
        .meta({ description: "Alertmanager sends mail." }),
    },
    {},
  ).meta({
    description:
      "Where firing alerts are sent, by webhook or e-mail. Without it they are not sent, and there is no Alertmanager.",
    allowed: "a mapping with exactly one of the keys webhook, email",
  });
}
