/** `npm run unlock`: see `npm run unlock -- --help`. */
import { Command } from "commander";
import { loadForCloud } from "../config/deployable";
import { agreed } from "./agreed";
import { runCli } from "./run-cli";
import { accessKey, StateBucket } from "./state/bucket";
import { heldLocks, lift, lockOf, saysLocked, saysWho } from "./state/locks";

interface Options {
  readonly yes?: true;
}

runCli(
  new Command("unlock")
    .description(
      "Lifts the lock of a stack's state in Object Storage that a killed deployment has left behind. Without a stack it says which are locked.",
    )
    .argument("[stack]", "for example network")
    .option("--yes", "asks nothing")
    .action(main),
  1,
);

async function main(stack: string | undefined, options: Options): Promise<void> {
  const { state } = loadForCloud("diff");
  if ("local" in state) {
    throw new Error("the state is on this machine: its locks end with the program that holds them, however that ends");
  }
  const key = accessKey(process.env);
  if (key === undefined) throw new Error("expected AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, found none");
  const bucket = new StateBucket(state.objectStorage, key, process.env);
  if (stack === undefined) {
    const locks = await heldLocks(bucket);
    console.log(locks.length > 0 ? saysLocked(locks, process.env) : `${bucket.place}: nothing is locked`);
    return;
  }
  const lock = await lockOf(bucket, stack);
  if (lock === undefined) throw new Error(`${bucket.place}: ${stack} is not locked`);
  const means = "If that still runs, two will write the state at once, and what one of them makes will be in no state.";
  if (options.yes === undefined && !(await agreed(`${saysWho(lock)}. ${means}`))) {
    throw new Error("nothing was done: expected the answer yes");
  }
  await lift(bucket, lock);
  console.log(`${stack}: the lock of ${lock.who} is lifted`);
}
