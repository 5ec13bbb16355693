import { snapshotIn } from "../../../proof/months/snapshot";

const PRINTED = `== memory
/proc/1/status:RssAnon:	    4000 kB
/proc/50/status:RssAnon:	    6800 kB
/proc/51/status:RssAnon:	    6900 kB
/proc/60/status:RssAnon:	   14000 kB
/proc/61/status:RssAnon:	    4700 kB
/proc/70/status:RssAnon:	    1900 kB
/proc/80/status:RssAnon:	     290 kB
== groups
/proc/1/cgroup:9:name=systemd:/init.scope
/proc/50/cgroup:9:name=systemd:/system.slice/nginx.service
/proc/50/cgroup:0::/
/proc/51/cgroup:0::/system.slice/nginx.service
/proc/60/cgroup:9:name=systemd:/system.slice/containerd.service
/proc/61/cgroup:9:name=systemd:/system.slice/containerd.service
/proc/70/cgroup:9:name=systemd:/docker/9c8898c893
/proc/80/cgroup:9:name=systemd:/system.slice/ssh.service
== names
/proc/1/comm:systemd
/proc/50/comm:nginx
/proc/51/comm:nginx
/proc/60/comm:containerd
/proc/61/comm:containerd-shim
/proc/70/comm:bingo
/proc/80/comm:bash
== open
     12 /proc/50/fd
      3 /proc/51/fd
== kilobytes
12	/var/log/journal
== files
4	/var/log/journal
== counts
mounts 31
lines of nftables 120
== failed
fstrim.service loaded failed failed Discard unused blocks
== counters
/var/lib/bingo-recycle/bingo_instance_recycles_total{instance="bingo-1",result="done"}:12
/var/lib/bingo-recycle/bingo_instance_recycles_total{instance="bingo-1",result="done"}.new:13
/var/lib/bingo-autoheal/bingo_instance_heals_total{instance="bingo-2",reason="not started"}:1
== events
{"MESSAGE":"1790000000000000000\\tdie\\tbingo-1\\t2","_SYSTEMD_UNIT":"bingo-drill-events.service","__REALTIME_TIMESTAMP":"1790000000000000"}
`;

const snapshot = snapshotIn("app-1", PRINTED);
const valueOf = (kind: string, subject: string): number | undefined =>
  snapshot.values.find((each) => each.kind === kind && each.subject === subject)?.value;

it("sums up the processes of a unit, by either hierarchy of groups", () => {
  expect(valueOf("memory", "nginx.service")).toBe(13_700);
  expect(valueOf("open files", "nginx.service")).toBe(15);
  expect(valueOf("processes", "nginx.service")).toBe(2);
});

it("tells containerd from its shims, and knows processes of containers and of Debian", () => {
  expect(valueOf("memory", "containerd.service")).toBe(14_000);
  expect(valueOf("memory", "containerd-shim")).toBe(4700);
  expect(valueOf("memory", "bingo")).toBe(1900);
  expect(valueOf("memory", "Debian's daemons")).toBe(4000);
});

it("counts what comes and goes among all processes alone", () => {
  expect(valueOf("memory", "ssh.service")).toBeUndefined();
  expect(valueOf("count", "processes")).toBe(7);
});

it("reads folders, counts, failed units, counters and events", () => {
  expect(valueOf("kilobytes", "/var/log/journal")).toBe(12);
  expect(valueOf("files", "/var/log/journal")).toBe(4);
  expect(valueOf("count", "lines of nftables")).toBe(120);
  expect(snapshot.failed).toEqual(["fstrim.service"]);
  expect(snapshot.counters).toEqual({
    'bingo_instance_recycles_total{instance="bingo-1",result="done"}': 12,
    'bingo_instance_heals_total{instance="bingo-2",reason="not started"}': 1,
  });
  expect(snapshot.events.map(({ text }) => text)).toEqual(["bingo-1 die with status 2"]);
});
