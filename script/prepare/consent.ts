import { agreed } from "../agreed";

export interface Consent {
  /** `--auto-approve`: nobody is there to ask. */
  readonly autoApprove: boolean;
  /** What a person types before options. @default npm run deploy -- */
  readonly command?: string;
  /** `--accept-losses` */
  readonly acceptLosses: boolean;
  /** @default whether this process has a terminal */
  readonly terminal?: boolean;
  /** Asks the person at the terminal. */
  readonly ask?: (question: string) => Promise<boolean>;
}

/**
 * Lets a deployment go on that loses something only when somebody has said so: in a terminal by an answer, else by an option
 * of its own, as `--auto-approve` is said of deployments that lose nothing.
 *
 * @param losses what would be lost, in words
 * @throws when nobody has
 */
export async function requireConsent(losses: readonly string[], options: Consent): Promise<void> {
  const {
    command = "npm run deploy --",
    autoApprove,
    acceptLosses,
    terminal = process.stdin.isTTY,
    ask = agreed,
  } = options;
  if (losses.length === 0 || acceptLosses) return;
  const what = `this would lose for good: ${losses.join(", ")}`;
  if (!autoApprove && terminal) {
    if (await ask(`${what[0]?.toUpperCase() ?? ""}${what.slice(1)}.`)) return;
    throw new Error("nothing was changed: expected the answer yes");
  }
  const how = `${command} ${autoApprove ? "--auto-approve " : ""}--accept-losses`;
  throw new Error(`nothing was changed: ${what}. If it may go, type ${how}`);
}
