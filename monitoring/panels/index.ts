/** The one table that the page, `npm run status` and the dashboard for Grafana are made of. */
import type { PanelSection } from "../panel";
import { DATABASE } from "./database";
import { EDGE } from "./edge";
import { ENDPOINTS } from "./endpoints";
import { INSTANCES } from "./instances";
import { MACHINES } from "./machines";

export { TILES } from "./tiles";

export const SECTIONS: readonly PanelSection[] = [ENDPOINTS, INSTANCES, EDGE, DATABASE, MACHINES];
