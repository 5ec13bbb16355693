/** `npm run map`: draws docs/machine-room.svg from the table of flows. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import { exampleFlows, machineRoom } from "./machine-room";

writeFileSync(join(PROJECT_ROOT, "docs", "machine-room.svg"), machineRoom(exampleFlows()));
