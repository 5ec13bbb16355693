import { NoAnswer, Prometheus } from "../../prometheus";

const TIMEOUT_MS = 15_000;

/** The edge's Prometheus, through the edge that has served this page. */
export const prometheus = new Prometheus(async (path) => {
  const response = await send(`api/v1/${path}`);
  return response.json().catch(() => {
    throw new NoAnswer(meaning(response.status));
  });
});

async function send(path: string): Promise<Response> {
  try {
    return await fetch(path, { signal: AbortSignal.timeout(TIMEOUT_MS), cache: "no-store" });
  } catch {
    throw new NoAnswer("The edge does not answer, or this device has no network.");
  }
}

function meaning(status: number): string {
  switch (status) {
    case 401:
      return "The password has changed: load the page again.";
    case 429:
      return "Too many questions from this address; the edge answers again in a moment.";
    case 502:
    case 504:
      return "The edge answers, but Prometheus on it does not: prometheus.service.";
    default:
      return `The edge answered with status ${status}.`;
  }
}
