import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { PROJECT_ROOT } from "../../config/paths";
import { buildPage } from "../../monitoring/page/build";
import { PAGE_FILE } from "../../monitoring/page/paths";

interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly description: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** What stays outside the bundle: an app must have one cdktf and one constructs, so these are its own. */
const PEERS = ["cdktf", "constructs"];
const DEPENDENCIES = [
  "@cdktf/provider-null",
  "@cdktf/provider-tls",
  "fastest-levenshtein",
  "handlebars",
  "ipaddr.js",
  "yaml",
  "zod",
];

const TYPES = `import { Construct } from "constructs";

export interface InstallationProps {
  /** Path of the config, from the working folder. */
  readonly config: string;
}

/** A whole installation: its six stacks, below this construct. */
export declare class Installation extends Construct {
  constructor(scope: Construct, id: string, props: InstallationProps);
}
`;

/**
 * Builds the npm package of the construct `Installation` into a folder, which `npm pack` packs. It is one file of code,
 * with the provider's bindings in it, as those are nowhere published; beside it lie templates and page as here.
 *
 * @param folder is made anew
 */
export async function buildModule(folder: string): Promise<void> {
  const { version, license, description, dependencies } = JSON.parse(
    readFileSync(join(PROJECT_ROOT, "package.json"), "utf8"),
  ) as Manifest;
  const versions = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, dependencies[name]]));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  buildPage();
  await build({
    entryPoints: [join(PROJECT_ROOT, "stacks", "module.ts")],
    // A folder below the package's: files beside the code are found from there, as from a folder of this project.
    outfile: join(folder, "lib", "index.js"),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: [...PEERS, ...DEPENDENCIES].flatMap((name) => [name, `${name}/*`]),
    logLevel: "error",
  });
  writeFileSync(join(folder, "lib", "index.d.ts"), TYPES);
  for (const part of ["templates", PAGE_FILE, "installation.example.yaml", "installation.schema.json", "LICENSE"]) {
    mkdirSync(dirname(join(folder, part)), { recursive: true });
    cpSync(join(PROJECT_ROOT, part), join(folder, part), { recursive: true });
  }
  const manifest = {
    name: "bingo-on-yandex-cloud",
    version,
    description,
    license,
    main: "lib/index.js",
    types: "lib/index.d.ts",
    engines: { node: ">=20.18.1" },
    dependencies: versions(DEPENDENCIES),
    peerDependencies: versions(PEERS),
  };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
}
