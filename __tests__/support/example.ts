import { join } from "node:path";
import { parse } from "yaml";
import { machines } from "../../cloud-init/machines";
import { ROLES } from "../../cloud-init/roles";
import type { Role } from "../../cloud-init/roles";
import { loadInstallation } from "../../config/load";
import type { WriteFile } from "./machine-tree";
import { PROJECT_ROOT } from "../../config/paths";

/** Stands for the key that a deployment generates. */
const DEPLOYMENT_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAvXxYHGXzhpbDUAKXXXZrv2Hgs0ANwUtdAL7bQ5u9dq deployment";

/** A machine of the committed example with all that can be switched on, as cloud-init sees it: everything is read from the very text it is given. */
export interface ExampleMachine {
  readonly name: string;
  readonly role: Role;
  readonly address: string;
  readonly userData: string;
  readonly packages: readonly string[];
  readonly files: readonly WriteFile[];
}

export function exampleMachines(roles: readonly Role[] = ROLES): ExampleMachine[] {
  const example = loadInstallation(join(PROJECT_ROOT, "installation.example.yaml"));
  // What the example leaves out is there too: its files shall be judged as well.
  const monitoring = { ...example.monitoring, alerts: { webhook: { urlFile: "secrets/alerts-url" } } };
  const tls = {
    letsEncrypt: { email: "someone@example.org", directory: "https://acme-v02.api.letsencrypt.org/directory" },
  };
  const backups = {
    bucket: "my-backups",
    prefix: "bingo",
    endpoint: "https://storage.yandexcloud.net",
    region: "ru-central1",
    retentionDays: 14,
    keyFile: "secrets/backup-key",
    caFile: "secrets/storage-ca.pem",
  };
  const rebootWindow = { from: "02:30", days: ["Sat" as const, "Sun" as const], edge: true, database: true };
  return machines({ ...example, monitoring, tls, backups, updates: { rebootWindow } })
    .filter(({ role }) => roles.includes(role))
    .map(({ name, role, address, userData }) => {
      const text = userData(DEPLOYMENT_KEY);
      const { packages, write_files } = parse(text) as { packages: string[]; write_files: WriteFile[] };
      return { name, role, address, userData: text, packages, files: write_files };
    });
}
