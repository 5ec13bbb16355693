import { execFileSync } from "node:child_process";
import { quoted } from "../../lab";

it.each(["", "two words", "it's", "''", '"$HOME" `id` \\ *\n!'])(
  "a shell reads the quoted word %j as it is",
  (word) => {
    expect(execFileSync("sh", ["-c", `printf %s ${quoted(word)}`], { encoding: "utf8" })).toBe(word);
  },
);
