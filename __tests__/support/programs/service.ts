import type { WriteFile } from "../machine-tree";
import type { LaidOut } from "./checker";

/** A service of ours as bash words: what systemd would start, as whom and with which environment. No sandbox. */
export function serviceCommand({ machine }: LaidOut, name: string): string {
  const unit = machine.files.find(({ path }) => path === `/etc/systemd/system/${name}`);
  if (!unit) throw new Error(`${machine.name} has no ${name}`);
  const [user = "root"] = values(unit, "User");
  const [command] = values(unit, "ExecStart");
  if (!command) throw new Error(`${name} has no ExecStart`);
  const environment = values(unit, "Environment").map((words) => words.replaceAll('"', "'"));
  return `setpriv --reuid=${user} --regid=${user} --init-groups env ${environment.join(" ")} ${command}`;
}

function values({ content }: WriteFile, key: string): string[] {
  const lines = content.replace(/\\\n\s*/g, " ").split("\n");
  return lines.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1));
}
