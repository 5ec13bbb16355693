import type { Common, ResourceType } from "../resource-type";
import { ADDRESS } from "./address";
import { DISK } from "./disk";
import { DNS_RECORDSET } from "./dns-recordset";
import { DNS_ZONE } from "./dns-zone";
import { INSTANCE } from "./instance";
import { NETWORK } from "./network";
import { GATEWAY, PLACEMENT_GROUP } from "./recorded";
import { ROUTE_TABLE } from "./route-table";
import { SECURITY_GROUP } from "./security-group";
import { SUBNET } from "./subnet";

/** All types of resources. A type comes after those that it refers to. */
export const RESOURCE_TYPES: readonly ResourceType<Common>[] = [
  NETWORK,
  GATEWAY,
  ROUTE_TABLE,
  SUBNET,
  ADDRESS,
  SECURITY_GROUP,
  DNS_ZONE,
  DNS_RECORDSET,
  DISK,
  PLACEMENT_GROUP,
  INSTANCE,
];
