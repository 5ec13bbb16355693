import { z } from "zod";
import type { ResourceType } from "../resource-type";
import { common, only, references } from "./arguments";

const argumentsOf = z.strictObject({
  ...common,
  deletion_protection: z.boolean().optional(),
  zone: z.string().regex(/^([a-z0-9-]+\.)+$/, {
    error: ({ input }) => `expected a name with a dot at its end, found ${JSON.stringify(input)}`,
  }),
  public: only(false).optional(),
  private_networks: z.array(z.string()).min(1),
});

/** A private zone. The lab has no public DNS. */
export const DNS_ZONE: ResourceType<z.output<typeof argumentsOf>> = {
  type: "yandex_dns_zone",
  title: "DNS zone",
  idPrefix: "dns",
  arguments: argumentsOf,
  references: ({ private_networks }) => references("private_networks", "yandex_vpc_network", ...private_networks),
};
