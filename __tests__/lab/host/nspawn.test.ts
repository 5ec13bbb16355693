import { nsenterCommand, nspawnCommand } from "../../../lab/host/nspawn";

describe("the command of a container", () => {
  const container = {
    name: "lab-a-m-1",
    hostname: "db",
    root: "/lab/root",
    docker: "/lab/docker",
    networkNamespace: "/run/netns/lab-a-m-1",
    disks: [{ device: "/dev/loop3", name: "pgdata" }],
    unified: false,
  };

  it("boots a machine on control groups of version 1", () => {
    expect(nspawnCommand(container)).toEqual({
      env: {
        SYSTEMD_NSPAWN_API_VFS_WRITABLE: "network",
        SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: "0",
        SYSTEMD_NSPAWN_USE_CGNS: "1",
      },
      argv: [
        "systemd-nspawn",
        "--quiet",
        "--boot",
        "--directory=/lab/root",
        "--machine=lab-a-m-1",
        "--hostname=db",
        "--network-namespace-path=/run/netns/lab-a-m-1",
        "--register=no",
        "--keep-unit",
        "--capability=all",
        "--drop-capability=CAP_SYS_TIME,CAP_SYS_MODULE,CAP_SYS_RAWIO",
        "--system-call-filter=add_key keyctl bpf",
        "--resolv-conf=off",
        "--timezone=off",
        "--link-journal=no",
        "--console=pipe",
        "--bind=/lab/docker:/var/lib/docker",
        "--bind=/dev/loop3",
        "--bind=/dev/loop3:/dev/disk/by-id/virtio-pgdata",
        "--setenv=SYSTEMD_PROC_CMDLINE=systemd.unified_cgroup_hierarchy=0 SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1",
      ],
    });
  });

  it("boots a machine on version 2 without the settings for version 1", () => {
    const { env, argv } = nspawnCommand({ ...container, unified: true });
    expect(env["SYSTEMD_NSPAWN_UNIFIED_HIERARCHY"]).toBe("1");
    expect(argv.filter((argument) => argument.startsWith("--setenv"))).toEqual([]);
  });

  it("enters a machine without the capabilities that would reach the host", () => {
    expect(nsenterCommand(42, ["date"], 60).join(" ")).toBe(
      "setpriv --bounding-set=-sys_time,-sys_module,-sys_rawio,-sys_boot --inh-caps=-sys_time,-sys_module,-sys_rawio,-sys_boot -- " +
        "nsenter --target 42 --mount --uts --ipc --net --pid --cgroup --no-fork -- " +
        "env -i -C /root HOME=/root USER=root LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin " +
        "timeout --kill-after=5 60 date",
    );
  });
});
