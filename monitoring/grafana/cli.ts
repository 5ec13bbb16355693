/** Writes the dashboard for Grafana: `npm run grafana`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import { dashboard, DASHBOARD_FILE } from "./dashboard";

writeFileSync(join(PROJECT_ROOT, DASHBOARD_FILE), `${JSON.stringify(dashboard(), null, 2)}\n`);
