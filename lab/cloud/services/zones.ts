import { Refusal } from "../refusal";
import { ZONES } from "../tables";

/** @throws Refusal when the cloud has no such zone */
export function requireZone(zone: string): void {
  if (!ZONES.includes(zone)) throw new Refusal(`zone_id: expected one of ${ZONES.join(", ")}, found ${zone}`);
}
