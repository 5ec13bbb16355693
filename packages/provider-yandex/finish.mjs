// Puts the compiled bindings in their place, all at once: a build that was cut off leaves none, or the former ones.
import { renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
rmSync(here("lib"), { recursive: true, force: true });
renameSync(here("src/lib"), here("lib"));
