import { join } from "node:path";
import { App } from "cdktf";
import { machines } from "../../../cloud-init/machines";
import { loadInstallationOrExit } from "../../../config/load";
import { addStacks } from "../../../stacks/installation";

// The installation as the public solution sets it up. Deployed by the benchmark only, into the lab.
const installation = loadInstallationOrExit();
const app = new App();
addStacks(app, installation, machines(installation, join(__dirname, "templates")));
app.synth();
