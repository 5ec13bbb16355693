/** `npm run module`: packs the construct `Installation` for other cdktf apps. */
import "../../stacks/bindings";
import { join } from "node:path";
import { Command } from "commander";
import execa from "execa";
import { PROJECT_ROOT } from "../../config/paths";
import { runCli } from "../run-cli";
import { buildModule } from "./build";

runCli(
  new Command("module")
    .description("Packs the construct Installation as an npm package, for other cdktf apps: docs/module.md.")
    .option("--to <folder>", "where to put the package", ".")
    .action(async ({ to }: { to: string }) => {
      const folder = join(PROJECT_ROOT, ".cache", "module");
      await buildModule(folder);
      const { stdout } = await execa("npm", ["pack", "--silent", "--pack-destination", to, folder]);
      console.log(join(to, stdout.trim()));
    }),
);
