import { createInterface } from "node:readline/promises";
import type { Planned } from "./session";
import type { Deployment } from "../target/deployment";

/** Asks before anything is broken. @throws when the answer is not yes, or there is nobody to ask */
export async function askForConsent({ name, service }: Deployment, plan: readonly Planned[]): Promise<void> {
  const names = [...new Set(plan.map(({ drill }) => `${drill.number}. ${drill.name}`))];
  if (!process.stdin.isTTY) {
    throw new Error(`${name} would be broken on purpose (${names.join(", ")}): pass --yes to agree`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const question = `This breaks ${name}, ${service.url}, on purpose:\n  ${names.join("\n  ")}\nGo on? [yes/no] `;
    if ((await terminal.question(question)).trim() !== "yes") throw new Error("not agreed; nothing was broken");
  } finally {
    terminal.close();
  }
}
