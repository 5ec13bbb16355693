import { z } from "zod";
import { backups } from "./schema/backups";
import { bingo } from "./schema/bingo";
import { cloud } from "./schema/cloud";
import { text } from "./schema/fields";
import { instancesFitNode, memoryPerInstanceMb, metricsFitDisk, restartsFitLifetime } from "./schema/fits";
import { machines } from "./schema/machines";
import { monitoring } from "./schema/monitoring";
import { network } from "./schema/network";
import { ssh } from "./schema/ssh";
import { state } from "./schema/state";
import { tls } from "./schema/tls";
import { updates } from "./schema/updates";

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

export type { MachineSize } from "./schema/machines";

/** A checked installation, defaults filled in. installation.example.yaml explains each value. */
export type Installation = DeepReadonly<z.output<ReturnType<typeof installationSchema>>>;

const name = text(/^[a-z][a-z0-9-]{0,19}$/, {
  description: "Name of the installation: prefix of its resources, and their label `installation`.",
  allowed: "1 to 20 lower-case letters, digits and hyphens, a letter first",
}).default("bingo");

const domain = z
  .hostname()
  .regex(/^(?!.*\.$)([a-z0-9-]+\.)+[a-z][a-z0-9-]*$/)
  .meta({
    description: "Public name of the service. Its DNS record is yours to make: the address is among the outputs.",
    allowed: "a lower-case host name with a dot, for example bingo.example.org (others in their xn-- form)",
  });

const labels = z
  .record(
    z.string().regex(/^(?!installation$)[a-z][-_0-9a-z]{0,62}$/),
    text(/^[-_0-9a-z]{0,63}$/, {
      description: "Value of the label.",
      allowed: "up to 63 lower-case letters, digits, hyphens and underscores",
    }),
  )
  .meta({
    description: "Labels for every resource that takes them, besides `installation`.",
    allowed: "names of up to 63 lower-case letters, digits, - and _, a letter first, other than installation",
  })
  .default({});

/** The schema of the config file. Paths in it are relative to `folder`, where the file lies. */
export function installationSchema(folder: string) {
  return z
    .strictObject({
      name,
      domain,
      bingo: bingo(folder),
      cloud,
      tls: tls(folder),
      ssh,
      network,
      machines,
      backups: z.exactOptional(backups(folder)),
      monitoring: monitoring(folder),
      updates,
      state,
      labels,
    })
    .check(instancesFitNode, restartsFitLifetime, metricsFitDisk)
    .meta({ title: "Installation of bingo on Yandex Cloud" })
    .transform((installation) => {
      const { backups, ...others } = installation;
      const { name, bingo, state } = others;
      const instanceMemoryMb = bingo.instanceMemoryMb ?? memoryPerInstanceMb(installation);
      return {
        ...others,
        bingo: { ...bingo, instanceMemoryMb },
        ...(backups && { backups: { ...backups, prefix: backups.prefix ?? name } }),
        state:
          "local" in state
            ? state
            : { objectStorage: { ...state.objectStorage, prefix: state.objectStorage.prefix ?? name } },
      };
    });
}
