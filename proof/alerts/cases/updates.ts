import { commandCase, type AlertCase } from "../alert-case";

const FOLDER = "/var/lib/prometheus/node-exporter";

/** A machine that is left alone for days. */
export const UPDATES: readonly AlertCase[] = [
  commandCase({
    what: "the last updates are four days old",
    alerts: ["UpdatesNotInstalled"],
    simulated: "written into its metric",
    machine: "app-2",
    cause: `echo "bingo_update_last_success_timestamp_seconds $(($(date +%s) - 4 * 86400))" >${FOLDER}/bingo-update.prom`,
    cure: `echo "bingo_update_last_success_timestamp_seconds $(date +%s)" >${FOLDER}/bingo-update.prom`,
  }),
  commandCase({
    what: "a new kernel waits for a reboot",
    alerts: ["RebootRequired"],
    simulated: "written into its metric",
    machine: "edge",
    cause: `echo "bingo_reboot_required_since_timestamp_seconds $(($(date +%s) - 8 * 86400))" >${FOLDER}/bingo-reboot.prom`,
    cure: `rm ${FOLDER}/bingo-reboot.prom`,
  }),
];
