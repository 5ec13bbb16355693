import { PassThrough } from "node:stream";
import { gather, type GatherOptions } from "../../../script/init/gather";
import { type Answers, QUESTIONS } from "../../../script/init/questions";

const ALL: Answers = {
  domain: "bingo.mine.org",
  email: "me@mine.org",
  binary: "https://files.mine.org/bingo",
  sshFrom: "8.8.8.8",
  folder: "b1g11111111111111111",
  zone: "ru-central1-b",
};
const NOTHING = { given: {}, found: {}, folder: "/nowhere" } satisfies GatherOptions;

/** A person who types these lines, each when something is asked. */
function person(...lines: readonly string[]) {
  const input = new PassThrough();
  const output = new PassThrough();
  let shown = "";
  const rest = [...lines];
  output.setEncoding("utf8").on("data", (piece: string) => {
    shown += piece;
    if (!piece.endsWith(": ")) return;
    const line = rest.shift();
    if (line === undefined) input.end();
    else input.write(`${line}\n`);
  });
  return { terminal: { input, output }, shown: () => shown };
}

describe("without a terminal", () => {
  it("the command line's answers are all that is needed", async () => {
    expect(await gather({ ...NOTHING, given: ALL })).toEqual(ALL);
  });

  it("what this machine knows, and what is the same for all, need not be said", async () => {
    const { domain, email, sshFrom, folder } = ALL;
    expect(await gather({ ...NOTHING, given: { domain, email, sshFrom }, found: { folder, zone: "kz1-a" } })).toEqual({
      ...ALL,
      binary: "https://storage.yandexcloud.net/final-homework/bingo",
      zone: "kz1-a",
    });
  });

  it.each(["domain", "email", "sshFrom", "folder"] as const)(
    "the option of what is missing is named: %s",
    async (key) => {
      const flag = { domain: "--domain", email: "--email", sshFrom: "--ssh-from", folder: "--folder" }[key];
      const given = Object.fromEntries(Object.entries(ALL).filter(([other]) => other !== key));
      await expect(gather({ ...NOTHING, given })).rejects.toThrow(
        new RegExp(`^expected ${flag}, found none and no terminal to ask: .*$`),
      );
    },
  );

  it("all that is wrong is told at once", async () => {
    const given = { ...ALL, domain: "bingo.example.org", sshFrom: "1.2.3", binary: "none", zone: "moon" };
    await expect(gather({ ...NOTHING, given })).rejects.toThrow(
      new RegExp(
        [
          '^--domain: domain: got "bingo.example.org", allowed: a name of your own; example.org is for documentation',
          '--binary: bingo.binary.file: got "none", allowed: .*; /nowhere/none is no regular file',
          '--ssh-from: ssh.sources.0: got "1.2.3/32", allowed: .*',
          '--zone: cloud.zone: got "moon", allowed: .*$',
        ].join("\n"),
      ),
    );
  });
});

describe("in a terminal", () => {
  it("six questions are asked, and an empty line takes what is offered", async () => {
    const { terminal, shown } = person("bingo.mine.org", "me@mine.org", "", "8.8.8.8", "", "");
    const found = { folder: ALL.folder };
    expect(await gather({ ...NOTHING, found, terminal })).toEqual({
      ...ALL,
      binary: "https://storage.yandexcloud.net/final-homework/bingo",
      zone: "ru-central1-a",
    });
    const offers = [
      "",
      "",
      ` [https://storage.yandexcloud.net/final-homework/bingo]`,
      "",
      ` [${ALL.folder}]`,
      " [ru-central1-a]",
    ];
    expect(shown()).toBe(QUESTIONS.map(({ text }, index) => `${text}${offers[index] ?? ""}: `).join(""));
    expect(QUESTIONS).toHaveLength(6);
  });

  it("only what the command line lacks is asked", async () => {
    const { domain, ...given } = ALL;
    const { terminal, shown } = person(domain);
    expect(await gather({ ...NOTHING, given, terminal })).toEqual(ALL);
    expect(shown()).toBe("public name of the service: ");
  });

  it("a wrong answer is asked for again, with the reason", async () => {
    const { domain, ...given } = ALL;
    const { terminal, shown } = person("", "bingo.example.org", domain);
    expect(await gather({ ...NOTHING, given, terminal })).toEqual(ALL);
    expect(shown().split("\n")).toEqual([
      "public name of the service:   an answer is needed",
      'public name of the service:   domain: got "bingo.example.org", allowed: a name of your own; example.org is for documentation',
      "public name of the service: ",
    ]);
  });

  it("nothing comes of answers that end too early", async () => {
    const { terminal } = person("bingo.mine.org");
    await expect(gather({ ...NOTHING, terminal })).rejects.toThrow(
      "the answers ended before the last question; nothing is written",
    );
  });
});
