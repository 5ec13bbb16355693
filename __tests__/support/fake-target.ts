import type { Machine, Target } from "../../proof/target/target";

/** What machines of an installation that is well answer to the questions of a drill, by a part of the line. */
const ANSWERS: readonly (readonly [RegExp, () => string])[] = [
  [/\/etc\/bingo\/instances/, () => "bingo-1 10.0.0.1:8081\n"],
  [/State\.Health\.Status/, () => ""],
  [/grep -cE '200\|429'/, () => "2\n"],
  [/stat --format '%i %s'/, () => `${String(Date.now() / 1000)}\n7 0\n`],
];

/** An installation whose machines are well, and remember what they were told to do. */
export class FakeTarget implements Target {
  readonly name = "fake";
  readonly web;
  readonly lines: string[] = [];
  /** Answers that come before the usual ones. */
  readonly answers: (readonly [RegExp, () => string])[] = [];

  constructor(url: string) {
    this.web = { url };
  }

  machine(name: string): Machine {
    return {
      name,
      succeed: (line, { input = "" } = {}) => {
        this.lines.push(`${name}: ${line}`);
        if (/psql/.test(line)) return Promise.resolve(/count/.test(input) ? "10\n" : "");
        const answer = [...this.answers, ...ANSWERS].find(([pattern]) => pattern.test(line));
        return Promise.resolve(answer?.[1]() ?? "");
      },
    };
  }
}
