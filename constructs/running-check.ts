import type { ComputeInstance } from "@cdktf/provider-yandex/lib/compute-instance";
import { TerraformStack } from "cdktf";

/**
 * Lets every plan and every deployment warn when a machine is not running. A resize that the cloud refuses leaves it
 * stopped (the provider stops, changes and starts it), and with the old size back nothing plans its start; nor after
 * somebody has stopped it. A warning only: the next deployment is the one that starts it (script/prepare).
 */
export function warnUnlessRunning(instance: ComputeInstance, machine: string): void {
  const address = `${instance.terraformResourceType}.${instance.friendlyUniqueId}`;
  const attribute = (name: string): string => `\${${address}.${name}}`;
  // cdktf 0.21 has no check blocks.
  TerraformStack.of(instance).addOverride(`check.${instance.friendlyUniqueId}`, {
    assert: [
      {
        condition: `\${${address}.status == "running"}`,
        error_message: `${machine} is ${attribute("status")}, and the engine plans nothing for it. npm run deploy starts a stopped machine.`,
      },
    ],
  });
}
