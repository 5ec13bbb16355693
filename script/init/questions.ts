/** The answers that make an installation: what a config needs, and where in the cloud. */
export interface Answers {
  readonly domain: string;
  readonly email: string;
  readonly binary: string;
  readonly sshFrom: string;
  readonly folder: string;
  readonly zone: string;
}

export interface Question {
  readonly key: keyof Answers;
  /** Its option on the command line. */
  readonly flag: string;
  /** What is asked, in the words of the help. */
  readonly text: string;
  /** Where the answer is in a config. */
  readonly path: readonly string[];
  /** Makes the config's value of an answer. @default the answer */
  readonly value?: (answer: string) => unknown;
  /** The answer when none is given. @default there is none */
  readonly otherwise?: string;
}

export const QUESTIONS: readonly Question[] = [
  { key: "domain", flag: "--domain", text: "public name of the service", path: ["domain"] },
  {
    key: "email",
    flag: "--email",
    text: "the owner's e-mail address, for which bingo was given",
    path: ["bingo", "studentEmail"],
  },
  {
    key: "binary",
    flag: "--binary",
    text: "the bingo binary: an https URL, or a file, seen from where the config will lie",
    path: ["bingo", "binary"],
    value: (answer) => (/^https?:/.test(answer) ? { url: answer } : { file: answer }),
    otherwise: "https://storage.yandexcloud.net/final-homework/bingo",
  },
  {
    key: "sshFrom",
    flag: "--ssh-from",
    text: "the public address or network that you log in from; no server is asked for it",
    path: ["ssh", "sources"],
    value: (answer) => [/^[\d.]+$/.test(answer) ? `${answer}/32` : answer],
  },
  { key: "folder", flag: "--folder", text: "id of the cloud's folder", path: ["cloud", "folderId"] },
  {
    key: "zone",
    flag: "--zone",
    text: "availability zone",
    path: ["cloud", "zone"],
    otherwise: "ru-central1-a",
  },
];

/** The part of a config that an answer makes. */
export function configOf({ path, value = (answer) => answer }: Question, answer: string): unknown {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value(answer));
}
