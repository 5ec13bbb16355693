import { follows } from "../../review/follows";
import { exampleMachines } from "../support/example";

const userData = (name: string): string => exampleMachines().find((machine) => machine.name === name)?.userData ?? "";

describe("what follows a change of user-data", () => {
  it.each([
    ["edge", "/etc/default/prometheus", "restart prometheus.service", "the graphs miss some seconds"],
    ["edge", "/etc/prometheus/rules/alerts.yml", "reload prometheus.service", "users notice nothing"],
    ["edge", "/etc/nginx/nginx.conf", "bingo-reload-nginx", "users notice nothing"],
    ["edge", "/etc/systemd/system/nginx.service.d/10-bingo.conf", "next nginx.service", "counts from its next start"],
    ["db", "/etc/ssh/sshd_config.d/10-bingo.conf", "reload ssh.service", "users notice nothing"],
  ])("on %s, of %s: %s", (machine, path, step, noticed) => {
    expect(follows(userData(machine), [path])).toEqual([{ step, noticed }]);
  });

  it("is said once for all files of a unit, and not at all of what is read whenever it is used", () => {
    expect(follows(userData("edge"), ["/etc/haproxy/haproxy.cfg", "/usr/local/sbin/bingo-ready"])).toHaveLength(1);
    expect(follows(userData("app-1"), ["/etc/bingo/compose.yaml", "/etc/bingo/config.yaml"])).toEqual([
      {
        step: "its services take it as they take a delivery, instances of bingo one after the other",
        noticed: "users notice nothing",
      },
    ]);
  });

  it("is unknown of user-data without tables", () => {
    expect(follows("#cloud-config\nhostname: a\n", ["/etc/motd"])).toBeUndefined();
  });
});
