import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { PROJECT_ROOT } from "../../../config/paths";
import { loadInstallation } from "../../../config/load";
import { EXAMPLE } from "../../../config/which-file";
import { buildPage } from "../../../monitoring/page/build";
import { PAGE_FILE } from "../../../monitoring/page/paths";
import { addStacks } from "../../../stacks/installation";
import { checkBlocks, type StackWithChecks, withReferences } from "../../hcl-text";
import { stackOrder } from "../../stack-order";
import { withPlaceholders, withVariables } from "./placeholders";
import { declaration, VARIABLES } from "./variables";

/** Outputs of the whole, and the module that has each. */
const OUTPUTS = {
  edge: ["edge_address", "http_url", "https_url", "page_url", "ssh_config", "monitoring"],
  network: ["ssh_private_key", "page_password"],
} as const;
const SECRET: readonly string[] = OUTPUTS.network;

/** A name as HCL's references like it. */
const label = (stack: string): string => stack.replaceAll("-", "_");

/**
 * Writes the installation as a module in HCL: variables, outputs, and a module below it for each stack. It needs nothing of
 * this project afterwards.
 *
 * @param folder a new one
 */
export async function writeHclModule(folder: string): Promise<void> {
  // Not before: it is WebAssembly that holds the process from when it is loaded.
  const { format } = await import("@cdktf/hcl-tools");
  buildPage();
  const scratch = mkdtempSync(join(tmpdir(), "hcl-module-"));
  try {
    const { installation, machines } = withPlaceholders(loadInstallation(join(PROJECT_ROOT, EXAMPLE)));
    for (const form of ["hcl", "json"]) {
      // cdktf 0.21 asks this variable when it makes a stack, whatever options its app has.
      process.env["SYNTH_HCL_OUTPUT"] = String(form === "hcl");
      const app = new App({ outdir: join(scratch, form) });
      addStacks(app, installation, machines);
      app.synth();
    }
    const stacks = stackOrder(join(scratch, "hcl"));
    mkdirSync(folder);
    for (const { name, dependencies } of stacks) {
      const [hcl, json] = ["hcl/stacks/" + name + "/cdk.tf", "json/stacks/" + name + "/cdk.tf.json"].map((file) =>
        readFileSync(join(scratch, file), "utf8"),
      ) as [string, string];
      const home = join(folder, "stacks", name);
      mkdirSync(home, { recursive: true });
      const text = await format(
        withVariables(asModule(await format(hcl)) + checkBlocks(JSON.parse(json) as StackWithChecks)),
      );
      writeFileSync(join(home, "main.tf"), text);
      writeFileSync(join(home, "variables.tf"), inputsOf(text, dependencies));
      if (text.includes("${path.module}/page.html"))
        copyFileSync(join(PROJECT_ROOT, PAGE_FILE), join(home, "page.html"));
    }
    const textOf = (stack: string): string => readFileSync(join(folder, "stacks", stack, "main.tf"), "utf8");
    const calls = stacks.map(({ name, dependencies }) => call(name, textOf(name), dependencies));
    const outputs = Object.entries(OUTPUTS).flatMap(([stack, names]) =>
      names.map((name) => output(stack, name, textOf(stack))),
    );
    for (const [name, text] of [
      ["main.tf", [VERSIONS, PROVIDER, ...calls]],
      ["variables.tf", VARIABLES.map(declaration)],
      ["outputs.tf", outputs],
    ] as const) {
      writeFileSync(join(folder, name), await format(text.join("\n")));
    }
  } finally {
    delete process.env["SYNTH_HCL_OUTPUT"];
    rmSync(scratch, { recursive: true });
  }
}

const VERSIONS = `terraform {
  required_version = ">= 1.10"
  required_providers {
    yandex = {
      source = "yandex-cloud/yandex"
    }
  }
}
`;

const PROVIDER = `provider "yandex" {
  cloud_id  = var.cloud_id
  folder_id = var.folder_id
  zone      = var.zone
}
`;

/** A stack as a module: its caller has the state and the providers, and hands over what it read from other states. */
function asModule(hcl: string): string {
  return (
    withReferences(hcl)
      .replace(/^ {2}backend "[^"]+" \{\n[\s\S]*?^ {2}\}\n/m, "")
      .replace(/^provider "[^"]+" \{\n[\s\S]*?^\}\n/gm, "")
      .replace(/^data "terraform_remote_state" "[^"]+" \{\n[\s\S]*?^\}$/gm, "")
      // cdktf marks each as secret; within one state nothing would be shown of the network any more.
      .replace(/^output "cross-stack-output-[^"]+" \{\n[\s\S]*?^\}$/gm, (block) =>
        /\.private_key_/.test(block) ? block : block.replace(/^ *sensitive *= true\n/m, ""),
      )
      .replace(
        /data\.terraform_remote_state\.cross-stack-reference-input-([a-z0-9-]+)\.outputs\./g,
        (_, stack: string) => `var.${label(stack)}_stack.`,
      )
      .replace(/(?:\.\.\/)+[^"\s]*monitoring\/page\/dist\/index\.html/g, () => "${path.module}/page.html")
  );
}

const usesOf = (text: string, dependencies: readonly string[]) => ({
  own: VARIABLES.filter(({ name }) => new RegExp(`\\bvar\\.${name}\\b`).test(text)),
  others: dependencies.filter((stack) => text.includes(`var.${label(stack)}_stack.`)),
});

function inputsOf(text: string, dependencies: readonly string[]): string {
  const { own, others } = usesOf(text, dependencies);
  return [
    // They are checked where they are given.
    ...own.map(
      ({ name, type }) => `variable "${name}" {\n  type = ${type.replaceAll(/optional\((\w+), [^)]*\)/g, "$1")}\n}\n`,
    ),
    ...others.map(
      (stack) => `# Outputs of the module ${label(stack)}.\nvariable "${label(stack)}_stack" {\n  type = any\n}\n`,
    ),
  ].join("\n");
}

function call(stack: string, text: string, dependencies: readonly string[]): string {
  const { own, others } = usesOf(text, dependencies);
  const waits = dependencies.filter((one) => !others.includes(one));
  return [
    `module "${label(stack)}" {`,
    `  source = "./stacks/${stack}"`,
    ...own.map(({ name }) => `  ${name} = var.${name}`),
    ...others.map((one) => `  ${label(one)}_stack = module.${label(one)}`),
    ...(waits.length > 0 ? [`  depends_on = [${waits.map((one) => `module.${label(one)}`).join(", ")}]`] : []),
    "}",
    "",
  ].join("\n");
}

function output(stack: string, name: string, text: string): string {
  const [, description = ""] =
    new RegExp(`^output "${name}" \\{\n[\\s\\S]*?^  description += (".*")$`, "m").exec(text) ?? [];
  return [
    `output "${name}" {`,
    `  value     = module.${stack}.${name}`,
    `  description = ${description}`,
    ...(SECRET.includes(name) ? ["  sensitive = true"] : []),
    "}",
    "",
  ].join("\n");
}
