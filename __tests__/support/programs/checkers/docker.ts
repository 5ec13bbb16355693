import type { Checker } from "../checker";
import { accepted, under } from "../checker";

export const compose: Checker = {
  program: "docker compose config",
  reads: under(/^\/etc\/bingo\/compose\.yaml$/),
  judge({ tree }, files) {
    for (const { path } of files) {
      const config = ["docker", "compose", "--file", path, "--profile", "*", "config", "--quiet"];
      // What bingo-start finds out before it calls compose.
      accepted(tree.run(["env", "BINGO_PORT=8080", `CONFIG_SHA256=${"0".repeat(64)}`, ...config]), /\S/);
    }
  },
};

export const dockerd: Checker = {
  program: "dockerd --validate",
  reads: under(/^\/etc\/docker\/daemon\.json$/),
  judge({ tree }, files) {
    for (const { path } of files) accepted(tree.run(["dockerd", "--validate", "--config-file", path]));
  },
};

export const recyclingSlots: Checker = {
  program: "systemd-analyze calendar, for each recycling slot",
  reads: under(/^\/etc\/bingo\/instances$/),
  judge({ tree }, files) {
    const lines = files.flatMap(({ content }) => content.split("\n")).filter((line) => /^[^#]/.test(line));
    const slots = lines.map((line) => line.split(" ").slice(2).join(" "));
    accepted(tree.run(["systemd-analyze", "calendar", ...slots]));
  },
};
