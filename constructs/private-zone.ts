import { DnsRecordset } from "@cdktf/provider-yandex/lib/dns-recordset";
import { DnsZone } from "@cdktf/provider-yandex/lib/dns-zone";
import { Construct } from "constructs";
import type { Naming } from "./naming";

export interface PrivateZoneProps {
  readonly naming: Naming;
  readonly networkId: string;
  /** Zone without the dot at its end, for example `bingo.local`. */
  readonly zone: string;
  /** Private IPv4 address by name within the zone. */
  readonly records: Readonly<Record<string, string>>;
}

/** A DNS zone that only the installation's own network sees. */
export class PrivateZone extends Construct {
  constructor(scope: Construct, id: string, { naming, networkId, zone, records }: PrivateZoneProps) {
    super(scope, id);
    const dns = new DnsZone(this, "Default", {
      name: `${naming.prefix}-private`,
      labels: naming.labels,
      zone: `${zone}.`,
      public: false,
      privateNetworks: [networkId],
    });
    for (const [name, address] of Object.entries(records)) {
      new DnsRecordset(this, name, {
        zoneId: dns.id,
        name: `${name}.${zone}.`,
        type: "A",
        // A machine keeps its address when it is replaced.
        ttl: 300,
        data: [address],
      });
    }
  }
}
