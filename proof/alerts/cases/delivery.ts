import type { Sequence } from "../alert-case";
import { listen, received, receiverInConfig } from "../receiver";

/** Alertmanager goes on trying for a while, at longer and longer intervals. */
const RECEIVED_SECONDS = 300;

/** Alerts do not reach their receiver. */
export const DELIVERY: Sequence = [
  {
    what: "nothing answers where alerts are sent to",
    alerts: ["AlertsNotSent"],
    prepare: async (lab) => lab.deploy(await receiverInConfig(lab)),
    // There has to be an alert to send.
    cause: (lab) => lab.machine("db").succeed("systemctl stop prometheus-pgbouncer-exporter"),
    cure: async (lab) => {
      listen(lab);
      await received(lab, "TargetDown", RECEIVED_SECONDS);
      await lab.machine("db").succeed("systemctl start prometheus-pgbouncer-exporter");
    },
  },
];
