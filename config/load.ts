import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { parse } from "yaml";
import { installationSchema, type Installation } from "./schema";

export function loadInstallation(file = "installation.example.yaml"): Installation {
  return installationSchema(dirname(file)).parse(parse(readFileSync(file, "utf8"), { merge: true }));
}
