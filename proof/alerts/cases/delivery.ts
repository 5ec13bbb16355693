import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PROJECT_ROOT } from "../../../config/paths";
import type { Lab } from "../../../lab";
import type { Sequence } from "../alert-case";
import { WITH_BACKUPS } from "./backups";

const PROGRAM = join(__dirname, "..", "receiver.py");
const URL_FILE = join(PROJECT_ROOT, ".cache", "alerts-url");
/** Longer than a case takes. The receiver ends with the lab as well. */
const LISTENS_SECONDS = 3600;
/** Alertmanager goes on trying for a while, at longer and longer intervals. */
const RECEIVED_SECONDS = 300;
/** Twice as long as the Watchdog keeps silent. */
const SILENT_SECONDS = 360;

/** Alerts do not reach their receiver, and then none is sent. */
export const DELIVERY: Sequence = [
  {
    what: "nothing answers where alerts are sent to",
    alerts: ["AlertsNotSent"],
    prepare: async (lab) => lab.deploy(await receiverInConfig(lab)),
    // There has to be an alert to send.
    cause: (lab) => lab.machine("db").succeed("systemctl stop prometheus-pgbouncer-exporter"),
    cure: async (lab) => {
      await listened(lab, "TargetDown");
      await lab.machine("db").succeed("systemctl start prometheus-pgbouncer-exporter");
    },
  },
  {
    what: "the edge loses power, and nothing is heard of it",
    alerts: ["Watchdog"],
    prepare: async (lab) => {
      await lab.deploy(await receiverInConfig(lab));
      await listened(lab, "Watchdog");
    },
    cause: (lab) => lab.machine("edge").crash(),
    cure: (lab) => lab.machine("edge").start(),
    seen: (lab, rings, timeoutSeconds) =>
      lab.client
        .waitUntilSucceeds(`(($(date +%s) - $(stat -c %Y /root/received) ${rings ? `> ${SILENT_SECONDS}` : "< 30"}))`, {
          timeoutSeconds,
        })
        .then(
          () => true,
          () => false,
        ),
  },
];

/** Has a machine of the lab's internet listen, unless it does already, and waits until it has heard of an alert. */
async function listened(lab: Lab, alert: string): Promise<void> {
  const input = readFileSync(PROGRAM, "utf8");
  // It is killed with the lab, so no answer is waited for.
  lab.client.run("exec python3 -", { input, timeoutSeconds: LISTENS_SECONDS }).catch(() => undefined);
  const received = `grep -q '"alertname":"${alert}"' /root/received`;
  await lab.client.waitUntilSucceeds(received, { timeoutSeconds: RECEIVED_SECONDS });
}

/** Changes of the config that send alerts to a machine in the lab's internet. Nothing listens there before the cure. */
async function receiverInConfig(lab: Lab): Promise<Readonly<Record<string, unknown>>> {
  const address = (
    await lab.client.succeed("ip -4 -o address show scope global | awk '{ print $4 }' | cut -d / -f 1")
  ).trim();
  mkdirSync(dirname(URL_FILE), { recursive: true });
  writeFileSync(URL_FILE, `http://${address}/alerts\n`, { mode: 0o600 });
  return { ...WITH_BACKUPS, monitoring: { alerts: { webhook: { urlFile: URL_FILE } } } };
}
