import { App } from "cdktf";
import { loadInstallation } from "./config/load";
import { addStacks } from "./stacks/installation";

const app = new App();
addStacks(app, loadInstallation());
app.synth();
