import { Shell } from "../../lab";
import type { Clock } from "../../lab";
import type { ServiceUrl } from "../../proof/load/service-url";
import type { Deployment } from "../../proof/target/deployment";

type Answers = readonly (readonly [RegExp, () => string])[];

/** What machines of an installation that is well answer to the questions of a drill, by a part of the line. */
const answersAt = (clock: Clock): Answers => [
  [/\/etc\/bingo\/instances/, () => "bingo-1 10.0.0.1:8081\n"],
  [/State\.Health\.Status/, () => ""],
  [/grep -cE '200\|429'/, () => "2\n"],
  [/stat --format '%i %s'/, () => `${String(clock.now() / 1000)}\n7 0\n`],
];

/** A deployment whose machines are well, and remember the lines that they were given. */
export class FakeDeployment implements Deployment {
  readonly name = "fake";
  readonly installation = "installation.example.yaml";
  readonly service: ServiceUrl;
  readonly lines: string[] = [];
  /** Answers that come before the usual ones. */
  readonly answers: (readonly [RegExp, () => string])[] = [];

  constructor(
    url: string,
    private readonly clock: Clock,
  ) {
    this.service = { url };
  }

  machine(name: string): Shell {
    return new Shell({
      name,
      exec: (command, { input = "" } = {}) => {
        const line = command.at(-1) ?? "";
        this.lines.push(`${name}: ${line}`);
        return Promise.resolve({ status: 0, stdout: this.answer(line, input), stderr: "" });
      },
      lastLog: () => Promise.resolve(""),
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private answer(line: string, input: string): string {
    if (/sql_as_loader/.test(line)) return /count/.test(input) ? "10\n" : "";
    const answer = [...this.answers, ...answersAt(this.clock)].find(([pattern]) => pattern.test(line));
    return answer?.[1]() ?? "";
  }
}
