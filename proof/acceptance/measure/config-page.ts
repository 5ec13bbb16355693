import { get, isGood, type Answer } from "../../load/request";
import type { ConfigPage } from "../facts";

/** What asks for the config that bingo shows of itself. */
export const CONFIG_REQUEST = get("GET /config");

const EMAIL = /[\w.+%-]+@[\w.-]+\w/g;

/** Reads the e-mail addresses in the service's config. What form the answer has is not known. */
export function configPage(answer: Answer): ConfigPage {
  const good = isGood(CONFIG_REQUEST, answer);
  const emails = good ? (answer.body.toString("utf8").match(EMAIL) ?? []) : [];
  return { code: answer.error ?? String(answer.status), good, emails: [...new Set(emails)] };
}
