import { App } from "cdktf";
import { loadInstallationOrExit } from "./config/load";
import { addStacks } from "./stacks/installation";

// Before the app: that makes its output folder, and a wrong config shall write nothing.
const installation = loadInstallationOrExit();
const app = new App();
addStacks(app, installation);
app.synth();
