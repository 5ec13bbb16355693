import execa from "execa";

export interface GoProgram {
  /** For messages, for example `the stand-in provider`. */
  readonly name: string;
  /** Folder of its module. */
  readonly folder: string;
  /** The file to write. */
  readonly output: string;
  /** Path of the package. @default the module's own */
  readonly package?: string;
  /** Further words for the linker. */
  readonly linkerFlags?: string;
}

/** As static and as small as it can be, the same from the same sources, and by the Go that the module asks for. */
const ENVIRONMENT = {
  CGO_ENABLED: "0",
  GOTOOLCHAIN: "auto",
  GOFLAGS: "-mod=readonly -trimpath -buildvcs=false",
  GOWORK: "off",
};

/** Builds a program of the lab. @throws when there is no Go, or with Go's own words. */
export async function buildGoProgram(program: GoProgram): Promise<void> {
  const { name, folder, output, package: path = ".", linkerFlags = "" } = program;
  try {
    const args = ["build", "-ldflags", `-s -w ${linkerFlags}`.trim(), "-o", output, path];
    await execa("go", args, { cwd: folder, env: ENVIRONMENT });
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: string };
    if (code === "ENOENT") throw new Error(`no Go on PATH to build ${name}: run script/setup engine`);
    throw new Error(`${name} cannot be built: ${stderr ?? String(error)}`);
  }
}
