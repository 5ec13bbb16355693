import type { SecurityRule } from "../../../lab/substrate";

/** Lets everything through. */
export const EVERYTHING: SecurityRule = { protocol: "ANY", cidrs: ["0.0.0.0/0"] };

/** Where a machine with {@link USER_DATA} answers. */
export const PORT = 8080;

/** Has a machine answer `/word` with one word, and installs one small package. Each first boot leaves a line in a file. */
export const USER_DATA = `#cloud-config
apt:
  preserve_sources_list: true
  conf: 'APT::Install-Recommends "false";'
packages: [tree]
write_files:
  - path: /etc/systemd/system/word.service
    content: |
      [Service]
      ExecStart=python3 -m http.server ${PORT} --directory /srv
      [Install]
      WantedBy=multi-user.target
runcmd:
  - [sh, -c, "echo hello >/srv/word; echo again >>/root/first-boots"]
  - [systemctl, enable, --now, word.service]
`;
