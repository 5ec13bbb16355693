import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import { checkCommand, ourCommands } from "../support/documented-command";
import { markdown } from "../support/markdown";

// The first use of a program loads its definition, and cdktf starts to print its help.
jest.setTimeout(120_000);

const docs = readdirSync(join(PROJECT_ROOT, "docs"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".md"))
  .map((file) => join("docs", file));
const files = ["README.md", "README.ru.md", "CONTRIBUTING.md", ...docs].map((file) => {
  const { commands, spans } = markdown(readFileSync(join(PROJECT_ROOT, file), "utf8"));
  return { file, typed: commands.flatMap(ourCommands), mentioned: spans.flatMap(ourCommands) };
});

/** Gives those of the commands that name what does not exist, and why. */
async function wrong(commands: readonly string[][], mention = false): Promise<string[]> {
  const found: string[] = [];
  for (const words of commands) {
    await checkCommand(words, mention).catch((error: unknown) => {
      found.push(`${words.join(" ")}: ${(error as Error).message}`);
    });
  }
  return found;
}

it("finds the commands of the docs", () => {
  const typed = files.flatMap(({ typed }) => typed.map((words) => words.join(" ")));
  expect(typed).toEqual(
    expect.arrayContaining(["script/lab up", "npm run drill -- --lab main", "script/ssh edge sudo nginx -t"]),
  );
  const mentioned = files.flatMap(({ mentioned }) => mentioned.map((words) => words.join(" ")));
  expect(mentioned).toEqual(expect.arrayContaining(["npx jest --selectProjects unit -u", "script/lab page"]));
});

it.each<[string, string[][]]>([
  ["sudo ./script/lab up # script/lab down", [["script/lab", "up"]]],
  ['A=1 npx x \'a b\' "c \\"d\\""', [["npx", "x", "a b", 'c "d"']]],
  ["npm ci && npm run a | script/b; curl x", [["npm", "run", "a"], ["script/b"]]],
  ["script/ssh db 'a | b && c'", [["script/ssh", "db", "a | b && c"]]],
  ["npm run a \\\n  --b", [["npm", "run", "a", "--b"]]],
  ["scripts/x; npm install; ./x", []],
])("the commands of ours are found in: %j", (line, commands) => {
  expect(ourCommands(line)).toEqual(commands);
});

it.each<[string, RegExp]>([
  ["npm run drills", /no script drills/],
  ["npm run drill -- --labb main", /unknown option '--labb'/],
  ["npm run drill --lab main", /npm keeps --lab main/],
  ["npm run drill -- --only app-node-powers", /app-node-powers/],
  ["npm run accept -- --scale 2", /at most 1/],
  ["npm run check -- --quick", /takes no arguments/],
  ["npm run schema -- --quick", /takes no arguments/],
  ["npm run deploy -- --auto-approved", /does not know --auto-approved/],
  ["npm run refresh -w packages/provider-yandex", /no script refresh/],
  ["sudo ./script/labs up", /ENOENT.*script\/labs/],
  ["sudo ./script/lab reboot app-1", /unknown command 'reboot'/],
  ["script/lab up --scales 0.02", /unknown option '--scales'/],
  ["script/prove --fast", /unknown option '--fast'/],
  ["script/setup everything", /does not name everything/],
  ["script/test --selectProject unit", /selectProject/],
  ["script/diff --plan", /cdktf diff does not know --plan/],
  ["npx cdktf explode", /no command explode/],
  ["npx jets", /no package has the command jets/],
  ["A=1 npx jest --selectProjects units", /no project units/],
  ["npx jest --selectProjects unit user-data", /no project user-data/],
  ["npm ci && npm run nothing | cat", /no script nothing/],
])("a mistake is found in: %s", async (line, message) => {
  expect(await wrong(ourCommands(line))).toEqual([expect.stringMatching(message)]);
});

it("a mention may leave values open, but names what exists", async () => {
  expect(await wrong(ourCommands("script/lab ssh; npm run capacity"), true)).toEqual([]);
  expect(await wrong(ourCommands("script/lab ssh"))).toEqual([expect.stringMatching(/missing required argument/)]);
  expect(await wrong(ourCommands("script/lab crush"), true)).toEqual([expect.stringMatching(/unknown command/)]);
});

it.each(files.filter(({ typed }) => typed.length > 0))(
  "$file has commands to type that exist, with options that they know",
  async ({ typed }) => {
    expect(await wrong(typed)).toEqual([]);
  },
);

it.each(files.filter(({ mentioned }) => mentioned.length > 0))(
  "$file mentions commands that exist",
  async ({ mentioned }) => {
    expect(await wrong(mentioned, true)).toEqual([]);
  },
);
