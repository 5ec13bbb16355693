/** Base URLs of one service. */
export interface Urls {
  readonly http: string;
  readonly https: string;
}

/**
 * Both base URLs of what a user typed: one URL, or two when their ports are not 80 and 443, or a name alone.
 *
 * @throws with what was found in place of a URL
 */
export function urlsOf(given: readonly string[]): Urls {
  const parsed = given.map(baseUrl);
  const of = (protocol: "http:" | "https:"): string | undefined =>
    parsed.find((url) => url.protocol === protocol)?.origin;
  const [first] = parsed;
  if (!first) throw new Error("expected the URL of a service, found none");
  if (parsed.length > 1 && (of("http:") === undefined || of("https:") === undefined)) {
    throw new Error(`expected one http and one https URL, found ${given.join(" and ")}`);
  }
  return { http: of("http:") ?? `http://${first.hostname}`, https: of("https:") ?? `https://${first.hostname}` };
}

function baseUrl(text: string): URL {
  const whole = /^https?:\/\//.test(text) ? text : `https://${text}`;
  if (!URL.canParse(whole)) throw new Error(`expected a URL such as https://bingo.example.org, found "${text}"`);
  const url = new URL(whole);
  if (url.pathname !== "/" || url.search !== "") throw new Error(`expected a URL without a path, found "${text}"`);
  return url;
}
