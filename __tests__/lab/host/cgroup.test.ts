import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cgroup } from "../../../lab/host/cgroup";
import { enableControllers, hierarchies, isUnified } from "../../../lab/host/cgroup-hierarchy";
import { inCgroup } from "../../../lab/host/background-process";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "cgroup-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function file(...path: readonly string[]): string {
  return readFileSync(join(root, ...path), "utf8");
}

function put(content: string, ...path: readonly string[]): void {
  writeFileSync(join(root, ...path), content);
}

/** As the kernel lays out version 2. */
function unified(controllers: string, enabled = ""): void {
  put(controllers, "cgroup.controllers");
  put(enabled, "cgroup.subtree_control");
}

describe("control groups of version 2", () => {
  it("are one folder, with limits in it", () => {
    unified("cpuset cpu io memory hugetlb pids\n", "memory pids\n");
    const group = new Cgroup("lab-a-m-1", root);
    group.make({ memoryGb: 2, cores: 1.5 });
    expect(isUnified(root)).toBe(true);
    expect(group.procsFiles()).toEqual([join(root, "lab-a-m-1", "cgroup.procs")]);
    expect(file("lab-a-m-1", "memory.max")).toBe(String(2 * 1024 ** 3));
    expect(file("lab-a-m-1", "cpu.max")).toBe("150000 100000");
    expect(file("cgroup.subtree_control")).toBe("+cpu +cpuset +io");
  });

  it("are left alone when they have their controllers", () => {
    unified("cpu memory pids\n", "cpu memory pids\n");
    enableControllers(root);
    expect(file("cgroup.subtree_control")).toBe("cpu memory pids\n");
  });

  it("are refused when the host keeps a controller for itself", () => {
    unified("cpu pids\n");
    expect(() => {
      enableControllers(root);
    }).toThrow(`control groups in ${root}: expected the controllers cpu, memory, pids, found no memory`);
  });

  it("take a machine's processes wherever in the group they are", () => {
    unified("cpu memory pids\n");
    const group = new Cgroup("lab-a-m-1", root);
    group.make();
    put("", "lab-a-m-1", "cgroup.procs");
    for (const [part, pid] of [
      ["payload", "70001\n"],
      ["supervisor", "70002\n70003\n"],
    ] as const) {
      mkdirSync(join(root, "lab-a-m-1", part));
      put(pid, "lab-a-m-1", part, "cgroup.procs");
    }
    expect([...group.processes()].sort()).toEqual([70001, 70002, 70003]);
  });

  it("are as new for a machine that boots again", () => {
    unified("cpu memory pids\n");
    const group = new Cgroup("lab-a-m-1", root);
    group.make();
    // As systemd-nspawn --keep-unit leaves it.
    mkdirSync(join(root, "lab-a-m-1", "payload", "init.scope"), { recursive: true });
    put("memory\n", "lab-a-m-1", "cgroup.subtree_control");
    const [program = "", ...args] = inCgroup(group, ["echo", "booted"]);
    expect(execFileSync(program, args, { encoding: "utf8" })).toBe("booted\n");
    expect(existsSync(join(root, "lab-a-m-1", "payload"))).toBe(false);
    expect(file("lab-a-m-1", "cgroup.subtree_control")).toBe("-memory\n");
    expect(Number(file("lab-a-m-1", "cgroup.procs"))).toBeGreaterThan(1);
  });
});

describe("control groups of version 1", () => {
  beforeEach(() => {
    for (const controller of ["cpu", "cpuset", "memory", "systemd"]) mkdirSync(join(root, controller));
    put("0-1\n", "cpuset", "cpuset.cpus");
    put("0\n", "cpuset", "cpuset.mems");
  });

  it("are a folder in each hierarchy that the host has, with limits in theirs", () => {
    const group = new Cgroup("lab-a-m-1", root);
    group.make({ memoryGb: 1, cores: 2 });
    expect(isUnified(root)).toBe(false);
    expect(hierarchies(root)).toEqual(["cpu", "cpuset", "memory", "systemd"].map((name) => join(root, name)));
    expect(group.procsFiles()).toHaveLength(4);
    expect(file("memory", "lab-a-m-1", "memory.limit_in_bytes")).toBe(String(1024 ** 3));
    expect(file("cpu", "lab-a-m-1", "cpu.cfs_quota_us")).toBe("200000");
    expect(existsSync(join(root, "lab-a-m-1"))).toBe(false);
  });

  it("take no process without CPUs and memory nodes, so they have the host's", () => {
    new Cgroup("lab-a-m-1", root).make();
    expect(file("cpuset", "lab-a-m-1", "cpuset.cpus")).toBe("0-1\n");
    expect(file("cpuset", "lab-a-m-1", "cpuset.mems")).toBe("0\n");
    expect(file("cpuset", "lab-a-m-1", "cgroup.clone_children")).toBe("1");
  });
});
