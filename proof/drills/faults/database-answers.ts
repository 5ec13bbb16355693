import { HttpClient } from "../../load/http-client";
import { get } from "../../load/request";
import type { Site } from "../site";

/** Whether users get five answers in a row that come from the database, and every instance answers the edge. */
export async function databaseAnswers(site: Site): Promise<boolean> {
  const client = new HttpClient({ ...site.deployment.service, timeoutSeconds: 5 });
  try {
    for (let asked = 0; asked < 5; asked++) {
      const { status } = await client.exchange(get("GET /db_dummy"));
      if (status !== 200) return false;
    }
    return await site.everyInstanceAnswers();
  } finally {
    await client.close();
  }
}
