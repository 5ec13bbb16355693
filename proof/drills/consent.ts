import { createInterface } from "node:readline/promises";
import type { PlannedDrill } from "./plan";
import type { Deployment } from "../target/deployment";

/** Asks before anything is broken. @throws when the answer is not yes, or there is no terminal to ask on */
export async function askForConsent(deployment: Deployment, plan: readonly PlannedDrill[]): Promise<void> {
  const names = [...new Set(plan.map(({ drill }) => drill.id))];
  if (!process.stdin.isTTY) {
    throw new Error(`${deployment.name} would be broken on purpose (${names.join(", ")}): pass --yes to agree`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const question = `This breaks ${deployment.name}, ${deployment.service.url}, on purpose:\n  ${names.join("\n  ")}\nGo on? [yes/no] `;
    if ((await terminal.question(question)).trim() !== "yes") throw new Error("not agreed; nothing was broken");
  } finally {
    terminal.close();
  }
}
