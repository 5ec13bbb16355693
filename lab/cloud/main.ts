/**
 * The daemon of one lab: `tsx lab/cloud/main.ts NAME [--machines=KIND]`. It runs until SIGTERM; its machines outlive it.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { labPaths } from "../paths";
import { machineKind } from "../substrate";
import { LinuxHost } from "../host/host";
import { credentials } from "./api/credentials";
import { serveApi } from "./api/server";
import { Cloud } from "./cloud";
import { createLabServer } from "./server";
import { messageOf } from "../../config/message-of";

async function main(name: string, option: string | undefined): Promise<void> {
  const paths = labPaths(name);
  const machines = option?.replace("--machines=", "");
  const substrate = new LinuxHost({
    ...{ id: name, folder: paths.host },
    ...(machines !== undefined && { machines: machineKind(machines) }),
  });
  await substrate.up();
  const internet = substrate.addresses.publicCidr;
  const cloud = new Cloud({ substrate, file: paths.resources, internet });
  await cloud.recover();

  mkdirSync(dirname(paths.socket), { recursive: true, mode: 0o700 });
  const keys = await credentials(paths.run);
  const api = await serveApi(cloud, keys);

  const server = createLabServer({
    name,
    cloud,
    substrate,
    addresses: { internet, host: substrate.addresses.host },
    api: { endpoint: api.endpoint, certificateFile: keys.certificateFile, tokenFile: keys.tokenFile },
    machineKind: substrate.machineKind,
    client: () => substrate.network.client(),
    objectStorage: () => substrate.objectStorage(),
  });
  rmSync(paths.socket, { force: true });
  writeFileSync(paths.pid, String(process.pid));
  server.listen(paths.socket);
  process.once("SIGTERM", () => {
    api.close();
    server.closeAllConnections();
    server.close(() => process.exit(0));
  });
}

main(process.argv[2] ?? "", process.argv[3]).catch((error: unknown) => {
  console.error(messageOf(error));
  process.exit(1);
});
