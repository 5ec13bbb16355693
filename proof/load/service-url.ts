/** Where requests go, and how. */
export interface ServiceUrl {
  /** Scheme, host and port, for example `https://bingo.example.org`. Paths are put behind it. */
  readonly url: string;
  /** Take any certificate. @default false */
  readonly insecure?: boolean;
  /** Connect to this address, whatever the URL's host is. @default what the host's name resolves to */
  readonly address?: string;
  /** Use connections again; false: a new one for each request. @default true */
  readonly keepAlive?: boolean;
  /** Seconds from sending a request to the last byte of its answer. @default 30 */
  readonly timeoutSeconds?: number;
}

/** A service whose certificate need not be trusted: an installation may have signed its own. */
export function selfSigned(url: string): ServiceUrl {
  return { url: url.replace(/\/$/, ""), insecure: true };
}
