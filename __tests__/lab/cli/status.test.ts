import { statusLines } from "../../../lab/cli/status";

it("shows machines and resources as a table", () => {
  const machine = { id: "fhm1", name: "app-1", address: "10.130.0.11" };
  const lines = statusLines({
    name: "main",
    pid: 7,
    api: { endpoint: "localhost:7443", certificateFile: "/run/api.crt", tokenFile: "/run/api.token" },
    addresses: { internet: "198.18.0.0/24", host: "198.19.0.1" },
    machineKind: { kind: "container" },
    counts: { yandex_vpc_subnet: 2, yandex_compute_instance: 2 },
    machines: [
      { ...machine, state: "running", uptimeSeconds: 75.4 },
      { ...machine, name: "db", address: "10.130.0.20", state: "crashed", uptimeSeconds: 0 },
    ],
  });
  expect(lines).toEqual([
    "lab main: daemon 7, public addresses in 198.18.0.0/24, machines are containers",
    "  machine  state    address      up for",
    "  app-1    running  10.130.0.11  1 min 15 s",
    "  db       crashed  10.130.0.20",
    "resources: 2 vpc_subnet, 2 compute_instance",
  ]);
});
