import { dehydrated, haproxy, logrotate, mtail, nginx } from "../support/programs/checkers/nginx";
import {
  alertmanagerConfig,
  alertmanagerRoutes,
  prometheusConfig,
  prometheusRules,
  prometheusRuleTests,
  started,
} from "../support/programs/checkers/prometheus";
import { judge } from "../support/programs/judge";

judge("edge", {
  checkers: [
    nginx,
    haproxy,
    mtail,
    logrotate,
    dehydrated,
    prometheusConfig,
    prometheusRules,
    prometheusRuleTests,
    alertmanagerConfig,
    alertmanagerRoutes,
    ...started,
  ],
  // The certificate is delivered.
  before: `
    mkdir -p /etc/bingo/tls
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 1 -subj /CN=bingo.test \
      -keyout /etc/bingo/tls/tls.key -out /etc/bingo/tls/tls.crt 2>/dev/null
  `,
  unjudged: {},
});
