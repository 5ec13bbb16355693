// What npm does not do by itself: it says where this runs, and has every cdktf command, `npx cdktf` too, go through
// script/cdktf, which checks what goes to the cloud and asks no server for news.
import { rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

if (process.platform === "win32") {
  console.error("npm: expected Linux or macOS, found Windows: type wsl --install, and clone and run this in WSL");
  process.exit(1);
}

const command = fileURLToPath(new URL("../node_modules/.bin/cdktf", import.meta.url));
// npm has put a link there, and what it leads to must stay as it is.
rmSync(command, { force: true });
writeFileSync(command, '#!/bin/sh\nexec "$(dirname "$0")/../../script/cdktf" "$@"\n', { mode: 0o755 });
