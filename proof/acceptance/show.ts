import { ProgressLine } from "../report/progress";
import { accept, stepsOf, type Acceptance, type AcceptOptions } from "./accept";

/** Measures and judges, and shows on stderr how it goes on and how long it still takes. */
export function showAcceptance(options: Omit<AcceptOptions, "progress">): Promise<Acceptance> {
  const { wanted, subject, plan } = options;
  const seconds = stepsOf(wanted, subject).reduce((sum, step) => sum + step.seconds(plan), 0);
  const progress = new ProgressLine(process.stderr, seconds);
  return accept({ ...options, progress }).finally(() => {
    progress.close();
  });
}
