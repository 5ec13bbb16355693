// node .ci/note.mjs FILE: makes FILE the note on the merge request of this job, or brings the note of an earlier one up to
// date. GitLab sets CI_API_V4_URL, CI_PROJECT_ID and CI_MERGE_REQUEST_IID; REVIEW_TOKEN is a token of the project with the
// scope api and the role Reporter. The first line of FILE is the mark by which its note is found again.
/* global fetch */
import { readFileSync } from "node:fs";

const { CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, REVIEW_TOKEN } = process.env;
for (const [name, value] of Object.entries({ CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, REVIEW_TOKEN })) {
  if (!value) throw new Error(`${name} is not set`);
}
const notes = `${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/merge_requests/${CI_MERGE_REQUEST_IID}/notes`;
const body = readFileSync(process.argv[2], "utf8");
const mark = body.split("\n", 1)[0];

async function ask(url, method = "GET", content = undefined) {
  const response = await fetch(url, {
    method,
    headers: { "PRIVATE-TOKEN": REVIEW_TOKEN, "Content-Type": "application/json" },
    body: content && JSON.stringify(content),
  });
  if (!response.ok) throw new Error(`${method} ${url}: expected status 200, found ${response.status}`);
  return response;
}

async function earlier() {
  for (let page = "1"; page;) {
    const response = await ask(`${notes}?per_page=100&page=${page}`);
    const found = (await response.json()).find((note) => !note.system && note.body.startsWith(mark));
    if (found) return found.id;
    page = response.headers.get("x-next-page");
  }
  return undefined;
}

const id = await earlier();
await (id === undefined ? ask(notes, "POST", { body }) : ask(`${notes}/${id}`, "PUT", { body }));
console.log(id === undefined ? "the note is made" : `note ${id} is up to date`);
