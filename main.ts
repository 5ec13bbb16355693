import "./stacks/bindings";
import { App } from "cdktf";
import { loadInstallationOrExit } from "./config/load";
import { buildPage } from "./monitoring/page/build";
import { addStacks } from "./stacks/installation";

// Before the app: that makes its output folder, and a wrong config shall write nothing.
const installation = loadInstallationOrExit();
// Before the stacks: the edge's delivery names the file.
buildPage();
const app = new App();
addStacks(app, installation);
app.synth();
