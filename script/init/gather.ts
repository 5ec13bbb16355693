import { createInterface } from "node:readline/promises";
import { problemAt } from "../../config/problem-at";
import { type Answers, configOf, type Question, QUESTIONS } from "./questions";

/** A terminal: where questions are asked. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

export interface GatherOptions {
  /** What the command line says. */
  readonly given: Partial<Answers>;
  /** What this machine knows; it is used where nothing is given. */
  readonly found: Partial<Answers>;
  /** Folder of the config that the answers are for. */
  readonly folder: string;
  /** Where the rest is asked. @default nowhere: what is missing is an error */
  readonly terminal?: Terminal;
}

/**
 * Gathers the answers: those of the command line are not asked for, the others are, each until it is right.
 *
 * @throws when an answer is missing and there is no terminal, when one of the command line is wrong, or when the terminal
 *   ends before the last answer
 */
export async function gather({ given, found, folder, terminal }: GatherOptions): Promise<Answers> {
  const problems = QUESTIONS.flatMap((question) => {
    const { key, flag } = question;
    const answer = given[key] ?? (terminal ? undefined : (found[key] ?? question.otherwise));
    if (answer === undefined)
      return terminal ? [] : [`expected ${flag}, found none and no terminal to ask: ${question.text}`];
    const problem = problemOf(question, answer, folder);
    return problem === undefined ? [] : [`${flag}: ${problem}`];
  });
  if (problems.length > 0) throw new Error(problems.join("\n"));

  const answers: Partial<Record<keyof Answers, string>> = {};
  const asked = terminal && new Asked(terminal);
  try {
    for (const question of QUESTIONS) {
      const { key } = question;
      const otherwise = found[key] ?? question.otherwise;
      answers[key] = given[key] ?? (asked ? await asked.answer(question, otherwise, folder) : otherwise) ?? "";
    }
  } finally {
    asked?.close();
  }
  return answers as Answers;
}

function problemOf(question: Question, answer: string, folder: string): string | undefined {
  return problemAt(configOf(question, answer), question.path, folder);
}

/** Asks in a terminal. */
class Asked {
  private readonly lines;
  private readonly ended: Promise<never>;

  constructor(private readonly terminal: Terminal) {
    this.lines = createInterface(terminal);
    this.ended = new Promise((_, reject) => {
      this.lines.once("close", () => {
        reject(new Error("the answers ended before the last question; nothing is written"));
      });
    });
    this.ended.catch(() => undefined);
  }

  async answer(question: Question, otherwise: string | undefined, folder: string): Promise<string> {
    const prompt = `${question.text}${otherwise === undefined ? "" : ` [${otherwise}]`}: `;
    for (;;) {
      const answer = (await Promise.race([this.lines.question(prompt), this.ended])).trim() || (otherwise ?? "");
      const problem = answer === "" ? "an answer is needed" : problemOf(question, answer, folder);
      if (problem === undefined) return answer;
      this.terminal.output.write(`  ${problem}\n`);
    }
  }

  close(): void {
    this.lines.close();
  }
}
