import type { Construct } from "constructs";
import { type MachineDefinition, machines } from "../cloud-init/machines";
import type { Installation } from "../config/schema";
import { AppNodeStack } from "./app-node";
import { DataStack } from "./data";
import { DatabaseStack } from "./database";
import { EdgeStack } from "./edge";
import { NetworkStack } from "./network";

/**
 * Adds all stacks of an installation: network and data, then db, app-1 and edge at the same time, and app-2 after app-1, so
 * that a change rolls through the app nodes (docs/decisions/0002-one-stack-per-machine.md).
 *
 * @param all its machines, where they are not those that follow from the installation alone
 * @example
 *   const app = new App();
 *   addStacks(app, loadInstallationOrExit());
 *   app.synth();
 */
export function addStacks(
  app: Construct,
  installation: Installation,
  all: readonly MachineDefinition[] = machines(installation),
): void {
  const network = new NetworkStack(app, "network", installation, all);
  const data = new DataStack(app, "data", installation);
  let previousNode: AppNodeStack | undefined;
  for (const machine of all) {
    switch (machine.role) {
      case "edge":
        new EdgeStack(app, installation, machine, network, all);
        break;
      case "app-node": {
        const node = new AppNodeStack(app, installation, machine, network);
        if (previousNode) node.addDependency(previousNode);
        previousNode = node;
        break;
      }
      case "database":
        new DatabaseStack(app, installation, machine, network, data);
        break;
    }
  }
}
