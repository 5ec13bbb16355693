import { commandCase, type Sequence } from "../alert-case";

/** The programs of the edge that every request needs, or that count it, are stopped. */
export const EDGE: Sequence = [
  commandCase({
    what: "nginx is stopped",
    alerts: ["NginxDown"],
    machine: "edge",
    cause: "systemctl stop nginx",
    cure: "systemctl start nginx",
  }),
  commandCase({
    what: "haproxy is stopped, with its sockets",
    alerts: ["HaproxyDown"],
    machine: "edge",
    // A request would start it again through them.
    cause: "systemctl stop haproxy.socket haproxy.service",
    cure: "systemctl start haproxy.socket haproxy.service",
  }),
  commandCase({
    what: "mtail is stopped",
    alerts: ["MtailDown"],
    machine: "edge",
    cause: "systemctl stop mtail",
    cure: "systemctl start mtail",
  }),
  commandCase({
    what: "the access log is begun anew, and mtail may not read it",
    alerts: ["RequestsNotCounted"],
    machine: "edge",
    cause:
      "cd /var/log/nginx && mv access.log access.log.1 && install -o www-data -m 0600 /dev/null access.log && " +
      "kill -USR1 $(cat /run/nginx.pid)",
    cure: "cd /var/log/nginx && chgrp adm access.log && chmod 0640 access.log && systemctl restart mtail",
  }),
];
