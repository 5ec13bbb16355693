import { addresses } from "./address";
import { disks } from "./disk";
import { dnsZones } from "./dns";
import { images } from "./image";
import { instances } from "./instance";
import { networks } from "./network";
import { placementGroups } from "./placement-group";
import { gateways, routeTables } from "./routing";
import { securityGroups } from "./security-group";
import type { Room, Service } from "./service";
import { snapshotSchedules } from "./snapshot-schedule";
import { subnets } from "./subnet";

/** All services with resources. */
export function services(room: Room): readonly Service[] {
  return [
    networks(room),
    gateways(room),
    routeTables(room),
    subnets(room),
    addresses(room),
    securityGroups(room),
    dnsZones(room),
    images(),
    disks(room),
    placementGroups(room),
    snapshotSchedules(room),
    instances(room),
  ];
}
