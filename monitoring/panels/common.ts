/** The p90 that the acceptance allows quick endpoints, in seconds. */
export const LATENCY_LIMIT_SECONDS = 0.4;

/** The legend of lines that stand for endpoints. */
export const ENDPOINT = "{{method}} {{endpoint}}";

export const NO_REQUESTS = "No request in this time. Requests are counted from the edge's access log, by mtail.";
