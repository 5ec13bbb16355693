import { join } from "node:path";
import execa from "execa";
import { PROJECT_ROOT } from "../../config/paths";

/** What the stand-in for bingo shall do otherwise than the real one; see lab/bingo/doc.go. */
export interface StandInSettings {
  /** Share of the full data, above 0 and at most 1. @default 1 */
  readonly scale?: number;
  /** Further settings by their names, for example `STANDIN_LIFE_MAX: "3m"`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Builds the stand-in for bingo with settings that it finds in itself: machines have no environment for it. */
export async function buildStandIn(file: string, { scale = 1, settings = {} }: StandInSettings): Promise<void> {
  const all = { STANDIN_SCALE: String(scale), ...settings };
  const pairs = Object.entries(all).map(([name, value]) => `${name}=${value}`);
  const builtIn = `-X bingo-on-yandex-cloud/bingo/settings.builtIn=${pairs.join(",")}`;
  const environment = {
    CGO_ENABLED: "0",
    GOTOOLCHAIN: "auto",
    GOFLAGS: "-mod=readonly -trimpath -buildvcs=false",
    GOWORK: "off",
  };
  try {
    await execa("go", ["build", "-ldflags", `-s -w ${builtIn}`, "-o", file, "."], {
      cwd: join(PROJECT_ROOT, "lab", "bingo"),
      env: environment,
    });
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: string };
    if (code === "ENOENT") throw new Error("no Go on PATH to build the stand-in for bingo: run script/setup engine");
    throw new Error(`the stand-in for bingo cannot be built: ${stderr ?? String(error)}`);
  }
}
