import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";

const BINDINGS = "node_modules/@cdktf/provider-yandex";

/** The fork, pinned like everything else. */
export const CDKTN_VERSION = "0.24.0";

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/**
 * Synthesizes the checkout as it is, uncommitted files too, with the fork cdktn in the place of cdktf. The packages
 * are installed once and kept in the user's cache.
 * @returns the folder with the result, as `cdktf synth` lays it out.
 */
export function synthWithCdktn(): string {
  const home = installed(manifest());
  const app = mkdtempSync(join(home, "app-"));
  try {
    for (const file of sources()) {
      mkdirSync(dirname(join(app, file)), { recursive: true });
      cpSync(join(PROJECT_ROOT, file), join(app, file));
    }
    // Generated, so not among the sources.
    cpSync(join(PROJECT_ROOT, BINDINGS), join(app, BINDINGS), { recursive: true, dereference: true });
    const env = { ...process.env, INSTALLATION: "installation.example.yaml" };
    execFileSync(join(home, "node_modules", ".bin", "tsx"), ["main.ts"], { cwd: app, env, stdio: "inherit" });
    const result = mkdtempSync(join(home, "result-"));
    renameSync(join(app, "cdktf.out"), result);
    return result;
  } finally {
    rmSync(app, { recursive: true });
  }
}

/** What the app needs to run, with the fork wherever someone asks for cdktf. */
function manifest(): string {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(join(PROJECT_ROOT, "package.json"), "utf8"),
  ) as Manifest;
  const published = Object.entries(dependencies).filter(([name]) => name !== "@cdktf/provider-yandex");
  return JSON.stringify(
    {
      private: true,
      dependencies: { ...Object.fromEntries(published), cdktf: `npm:cdktn@${CDKTN_VERSION}`, tsx: devDependencies.tsx },
      // The published bindings name cdktf ^0.21 as their peer.
      overrides: { cdktf: "$cdktf" },
    },
    undefined,
    2,
  );
}

function installed(manifest: string): string {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "bingo-on-yandex-cloud", "cdktn");
  const home = join(cache, createHash("sha256").update(manifest).digest("hex").slice(0, 16));
  if (existsSync(home)) return home;
  mkdirSync(cache, { recursive: true });
  const unfinished = mkdtempSync(join(cache, "unfinished-"));
  writeFileSync(join(unfinished, "package.json"), manifest);
  // Debian 13's own npm, 9.2, takes an alias for a version range when it meets one in an override. Not from within the
  // folder, where it would read just that.
  const npm = ["exec", "--yes", "npm@11.19.1", "--", "--prefix", unfinished];
  execFileSync("npm", [...npm, "install", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: cache,
    stdio: ["ignore", "inherit", "inherit"],
  });
  renameSync(unfinished, home);
  return home;
}

/** Tracked and new files of the checkout, by path. */
function sources(): string[] {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: PROJECT_ROOT,
    encoding: "utf8",
  });
  return listed.split("\0").filter((file) => file !== "" && existsSync(join(PROJECT_ROOT, file)));
}
