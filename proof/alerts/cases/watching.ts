import { commandCase, type AlertCase } from "../alert-case";

const CONFIG = "/etc/prometheus/prometheus.yml";
const BROKEN_RULES = "/etc/prometheus/rules/alerts-broken.yml";
/** Several series of a machine match several: the rule cannot be evaluated. */
const BROKEN = "groups: [{ name: broken, rules: [{ record: broken, expr: up * on (machine) up }] }]";

/** What makes alerts is broken itself. */
export const WATCHING: readonly AlertCase[] = [
  commandCase({
    what: "Prometheus does not look at Docker any more",
    alerts: ["MetricsAbsent"],
    machine: "edge",
    cause: `cp ${CONFIG} /root/prometheus.yml && sed -i 's/job_name: docker/job_name: elsewhere/' ${CONFIG} && ! cmp -s ${CONFIG} /root/prometheus.yml && systemctl reload prometheus`,
    cure: `mv /root/prometheus.yml ${CONFIG} && systemctl reload prometheus`,
  }),
  commandCase({
    what: "a rule cannot be evaluated",
    alerts: ["RulesNotEvaluated"],
    machine: "edge",
    cause: `echo '${BROKEN}' >${BROKEN_RULES} && systemctl reload prometheus`,
    cure: `rm ${BROKEN_RULES} && systemctl reload prometheus`,
  }),
];
