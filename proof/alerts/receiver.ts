import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import type { Lab } from "../../lab";

const PROGRAM = join(__dirname, "receiver.py");
const URL_FILE = join(PROJECT_ROOT, ".cache", "alerts-url");
/** Longer than a case takes. The receiver ends with the lab as well. */
const LISTENS_SECONDS = 3600;

/** Changes of the config that send alerts to a machine in the lab's internet. Nothing listens there before `listen`. */
export async function receiverInConfig(lab: Lab): Promise<Readonly<Record<string, unknown>>> {
  const address = (
    await lab.client.succeed("ip -4 -o address show scope global | awk '{ print $4 }' | cut -d / -f 1")
  ).trim();
  mkdirSync(dirname(URL_FILE), { recursive: true });
  writeFileSync(URL_FILE, `http://${address}/alerts\n`, { mode: 0o600 });
  return { monitoring: { alerts: { webhook: { urlFile: URL_FILE } } } };
}

/** Starts the receiver. */
export function listen(lab: Lab): void {
  const input = readFileSync(PROGRAM, "utf8");
  // It is killed with the lab, so no answer is waited for.
  lab.client.run("exec python3 -", { input, timeoutSeconds: LISTENS_SECONDS }).catch(() => undefined);
}

/** Waits until the receiver got the alert. */
export async function received(lab: Lab, alert: string, timeoutSeconds: number): Promise<void> {
  await lab.client.waitUntilSucceeds(`grep -q '"alertname":"${alert}"' /root/received`, { timeoutSeconds });
}
