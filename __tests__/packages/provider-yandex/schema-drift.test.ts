import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { ConstructsMakerProviderTarget, Language } from "@cdktf/commons";
import { CodeMaker, TerraformProviderConstraint, TerraformProviderGenerator } from "@cdktf/provider-generator";
import { standIns, yandexProvider } from "../../../lab/engine/mirror";
import type { StandIn } from "../../../lab/engine/mirror";
import { synthStacks } from "../../support/synth";

it("the stacks ask for the versions of the committed schemas", () => {
  const asked = Object.values(synthStacks()).flatMap((stack) => Object.values(stack.terraform.required_providers));
  const versions = asked.map((provider) => {
    const { source, version } = provider as { source: string; version: string };
    // A source without a namespace is HashiCorp's.
    return `${source.includes("/") ? source : `hashicorp/${source}`} ${version}`;
  });
  expect([...new Set(versions)].sort()).toEqual(
    [yandexProvider(), ...standIns()].map(({ source, version }) => `${source} ${version}`).sort(),
  );
});

/*
 * The schemas of null and tls are written by hand: their real providers could not be asked. But HashiCorp generated
 * @cdktf/provider-null and -tls from the real ones. If the same generator makes the same code from ours, then ours has
 * the same arguments, types, flags and block counts.
 */
describe.each(standIns())("bindings generated from the schema of $source", (standIn) => {
  const name = basename(standIn.source);
  let generated: string;

  beforeAll(async () => {
    generated = mkdtempSync(join(tmpdir(), "bindings-"));
    await generate(standIn, generated);
  });
  afterAll(() => {
    rmSync(generated, { recursive: true });
  });

  it("are those of the package in use", () => {
    const folder = join(generated, "providers", name);
    const modules = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(modules.length).toBeGreaterThan(0);
    for (const module of modules) {
      const ours = readFileSync(join(folder, module.name, "index.ts"), "utf8");
      expect(essence(ours)).toBe(essence(published(name, module.name)));
    }
  });
});

async function generate({ source, version, schema }: StandIn, folder: string): Promise<void> {
  const code = new CodeMaker();
  const generator = new TerraformProviderGenerator(code, JSON.parse(readFileSync(schema, "utf8")) as object);
  const constraint = new TerraformProviderConstraint({ name: basename(source), source, version });
  generator.generate(new ConstructsMakerProviderTarget(constraint, Language.TYPESCRIPT));
  await code.save(folder);
}

/** The TypeScript that a published module was compiled from: its source map holds it. */
function published(provider: string, module: string): string {
  const code = readFileSync(require.resolve(`@cdktf/provider-${provider}/lib/${module}/index.js`), "utf8");
  const map = JSON.parse(Buffer.from(code.slice(code.lastIndexOf("base64,") + 7), "base64").toString()) as {
    sourcesContent: [string];
  };
  return map.sourcesContent[0];
}

/** Code without documentation, and without how the version was pinned. */
function essence(code: string): string {
  return code
    .split("\n")
    .filter((line) => !/^\s*(\/?\*|\/\/|$)/.test(line) && !/providerVersion|terraformProviderSource/.test(line))
    .map((line) => line.trimEnd())
    .join("\n");
}
