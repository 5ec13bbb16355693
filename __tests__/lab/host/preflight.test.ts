import { shortcoming } from "../../../lab/host/preflight";

describe("preflight", () => {
  const fine = {
    ...{ platform: "linux", root: true, mayMount: true, loopDevices: true, tapDevices: true, architecture: "x64" },
    has: (program: string) => program !== "",
  };

  it.each([
    ["has everything", fine, undefined],
    ["is no Linux", { ...fine, platform: "darwin" }, "the lab needs Linux (Debian 12 or 13), found darwin"],
    ["is not root's", { ...fine, root: false }, "the lab makes network namespaces and mounts: run it as root"],
    [
      "is a container without privileges",
      { ...fine, mayMount: false },
      "the lab makes network namespaces and mounts, and this root may not (CAP_SYS_ADMIN): run it on a whole machine, or in a container with all privileges",
    ],
    [
      "has no loop devices",
      { ...fine, loopDevices: false },
      "the lab makes disks of files, and there is no /dev/loop-control here: run it on a whole machine, or in a container with all privileges",
    ],
    [
      "lacks programs",
      { ...fine, has: (program: string) => !["nsenter", "ip", "flock", "nft"].includes(program) },
      "the lab needs nft, ip, nsenter, flock: run apt-get install --no-install-recommends nftables iproute2 util-linux",
    ],
  ])("judges a host that %s", (_, host, sentence) => {
    expect(shortcoming(host)).toBe(sentence);
  });

  it.each([
    ["has everything", fine, undefined],
    [
      "has another processor",
      { ...fine, architecture: "arm64" },
      "virtual machines of the lab have processors of x86-64, found arm64: take containers",
    ],
    [
      "has no tap devices",
      { ...fine, tapDevices: false },
      "virtual machines have network cards of /dev/net/tun, and there is none here: run it on a whole machine, or in a container with all privileges",
    ],
    [
      "lacks QEMU",
      { ...fine, has: (program: string) => !program.startsWith("qemu") },
      "the lab needs qemu-system-x86_64: run apt-get install --no-install-recommends qemu-system-x86",
    ],
  ])("judges a host for virtual machines that %s", (_, host, sentence) => {
    expect(shortcoming(host, "vm")).toBe(sentence);
    if (sentence !== undefined) expect(shortcoming(host)).toBeUndefined();
  });
});
