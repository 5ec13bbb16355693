/** `npm run module`: packs the construct `Installation` for other cdktf apps, or writes the installation as HCL. */
import "../../stacks/bindings";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import execa from "execa";
import { PROJECT_ROOT } from "../../config/paths";
import { runCli } from "../run-cli";
import { buildModule } from "./build";
import { writeHclModule } from "./hcl/write";

runCli(
  new Command("module")
    .description(
      "Packs the construct Installation as an npm package, for other cdktf apps, or writes it as a module in HCL: docs/module.md.",
    )
    .option("--to <folder>", "where to put the package", ".")
    .option("--hcl <folder>", "in place of that: a new folder for the module in HCL")
    .action(async ({ to, hcl }: { to: string; hcl?: string }) => {
      if (hcl !== undefined) {
        if (existsSync(hcl)) throw new Error(`module: --hcl: expected a new folder, found ${hcl}`);
        await writeHclModule(hcl);
        console.log(hcl);
        // The formatter is WebAssembly that never ends.
        process.exit();
      }
      const folder = join(PROJECT_ROOT, ".cache", "module");
      await buildModule(folder);
      const { stdout } = await execa("npm", ["pack", "--silent", "--pack-destination", to, folder]);
      console.log(join(to, stdout.trim()));
    }),
);
