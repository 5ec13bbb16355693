"""Prints for each service that runs here what its unit asks for and its main process does not have, a line each.

Looks at what the kernel says of the process (/proc, the control group), not at what systemd says that it has set.
"""

import os
import re
import subprocess


def show(unit):
    text = subprocess.run(["systemctl", "show", unit], capture_output=True, text=True, check=True).stdout
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)


def running():
    command = ["systemctl", "list-units", "--type=service", "--state=running", "--plain", "--no-legend"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return [line.split()[0] for line in lines]


def capability_numbers():
    text = subprocess.run(["systemd-analyze", "capability", "--no-pager"], capture_output=True, text=True, check=True)
    return {name: int(number) for name, number in re.findall(r"^(cap_\S+)\s+(\d+)$", text.stdout, re.MULTILINE)}


NUMBERS = capability_numbers()
LAST = int(open("/proc/sys/kernel/cap_last_cap").read())


class Process:
    def __init__(self, pid):
        self.status = dict(
            line.rstrip("\n").split(":\t", 1) for line in open(f"/proc/{pid}/status") if ":\t" in line
        )
        # Of several mounts on one place the last one counts.
        self.mounts = {}
        for line in open(f"/proc/{pid}/mountinfo"):
            fields = line.split()
            self.mounts[fields[4]] = fields
        self.root = f"/proc/{pid}/root"

    def read_only(self, place):
        """Whether the mount that holds a place cannot be written to."""
        while place not in self.mounts:
            place = os.path.dirname(place)
        return "ro" in self.mounts[place][5].split(",")

    def tunables(self):
        """Whether the kernel's settings cannot be written to; with ProcSubset=pid they are not there."""
        return self.read_only("/sys") and (not os.path.exists(f"{self.root}/proc/sys") or self.read_only("/proc/sys"))

    def filtered(self):
        return self.status["Seccomp"] == "2"

    def bounding(self):
        return int(self.status["CapBnd"], 16)


def mask(names):
    return sum(1 << NUMBERS[name] for name in names.split() if NUMBERS.get(name, LAST + 1) <= LAST)


# What a unit asks for, and whether a process has it.
YES = {
    "NoNewPrivileges": lambda process: process.status["NoNewPrivs"] == "1",
    "PrivateTmp": lambda process: "/tmp" in process.mounts,
    "PrivateDevices": lambda process: "/dev" in process.mounts and not os.path.exists(f"{process.root}/dev/mem"),
    "ProtectHome": lambda process: "/home" in process.mounts and not os.listdir(f"{process.root}/home"),
    "ProtectKernelTunables": Process.tunables,
    "ProtectControlGroups": lambda process: process.read_only("/sys/fs/cgroup"),
    **{
        name: Process.filtered
        for name in [
            *["LockPersonality", "MemoryDenyWriteExecute", "ProtectClock", "ProtectHostname", "ProtectKernelLogs"],
            *["ProtectKernelModules", "RestrictRealtime", "RestrictSUIDSGID"],
        ]
    },
}
FILTERS = ["SystemCallFilter", "SystemCallArchitectures"]


def missing(asked, process):
    for name, has in YES.items():
        if asked.get(name) == "yes" and not has(process):
            yield name
    if asked.get("ProtectSystem") == "strict" and not process.read_only("/"):
        yield "ProtectSystem=strict"
    if asked.get("ProtectSystem") in ("yes", "full") and not process.read_only("/usr"):
        yield f"ProtectSystem={asked['ProtectSystem']}"
    for name in FILTERS:
        if asked.get(name) and not process.filtered():
            yield name
    more = process.bounding() & ~mask(asked.get("CapabilityBoundingSet", ""))
    if more:
        yield f"CapabilityBoundingSet: more than asked for: {more:x}"
    if asked.get("User") not in (None, "", "root") and process.status["Uid"].split()[0] == "0":
        yield f"User={asked['User']}"
    limit = asked.get("MemoryMax", "infinity")
    if limit != "infinity":
        yield from limited(asked["ControlGroup"], int(limit))


def limited(group, limit):
    file = f"/sys/fs/cgroup{group}/memory.max"
    found = open(file).read().strip() if os.path.exists(file) else "no such file"
    # In whole pages.
    if not found.isdigit() or not 0 <= limit - int(found) < 65536:
        yield f"MemoryMax={limit}: {found}"


count = 0
for unit in running():
    asked = show(unit)
    pid = asked.get("MainPID", "0")
    if pid == "0":
        continue
    try:
        found = list(missing(asked, Process(pid)))
    except FileNotFoundError:
        continue
    count += 1
    for what in found:
        print(f"{unit}: {what}")
print(f"{count} services")
