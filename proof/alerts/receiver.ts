import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import type { Lab } from "../../lab";

const PROGRAM = join(__dirname, "receiver.py");
const URL_FILE = join(PROJECT_ROOT, ".cache", "alerts-url");
/** More than a scene takes; it ends with the lab, too. */
const LISTENS_SECONDS = 3600;

/** Changes of the config by which alerts go to a machine in the lab's internet. Nobody listens there before `listen`. */
export async function receiverInConfig(lab: Lab): Promise<Readonly<Record<string, unknown>>> {
  const address = (
    await lab.client.succeed("ip -4 -o address show scope global | awk '{ print $4 }' | cut -d / -f 1")
  ).trim();
  mkdirSync(dirname(URL_FILE), { recursive: true });
  writeFileSync(URL_FILE, `http://${address}/alerts\n`, { mode: 0o600 });
  return { monitoring: { alerts: { webhook: { urlFile: URL_FILE } } } };
}

/** Listens there from now on. */
export function listen(lab: Lab): void {
  const input = readFileSync(PROGRAM, "utf8");
  // It ends by being killed, with the lab: no answer is waited for.
  lab.client.run("exec python3 -", { input, timeoutSeconds: LISTENS_SECONDS }).catch(() => undefined);
}

/** Waits until the receiver was told of the alert. */
export async function toldOf(lab: Lab, alert: string, timeoutSeconds: number): Promise<void> {
  await lab.client.waitUntilSucceeds(`grep -q '"alertname":"${alert}"' /root/received`, { timeoutSeconds });
}
