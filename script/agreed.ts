import { createInterface } from "node:readline/promises";

/** Asks the person at the terminal. @returns whether the answer is yes. @throws when there is no terminal */
export async function agreed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new Error("expected a terminal to ask in, or --yes; found neither");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(`${question}\nType yes to go on: `)).trim() === "yes";
  } finally {
    terminal.close();
  }
}
