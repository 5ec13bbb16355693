/**
 * A process that deploys into the lab in folder `process.argv[2]`: from the message "begin" to the message "end". It
 * answers "begin" by "deploys" or by the reason why it does not, and "end" by "ended".
 */
import { exclusively } from "../../../lab/cli/exclusive";
import { messageOf } from "../../../config/message-of";
import { labPathsIn } from "./lab-paths-in";

const paths = labPathsIn(process.argv[2] ?? "");
let running: Promise<void> = Promise.resolve();
let end: () => void = () => undefined;

process.on("message", (word) => {
  if (word === "begin") {
    const ended = new Promise<void>((resolve) => (end = resolve));
    running = exclusively(paths, () => {
      process.send?.("deploys");
      return ended;
    }).catch((error: unknown) => {
      process.send?.(messageOf(error));
    });
  } else {
    end();
    void running.then(() => process.send?.("ended"));
  }
});
process.send?.("ready");
