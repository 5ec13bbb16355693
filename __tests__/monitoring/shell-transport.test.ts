import { throughShell } from "../../monitoring/shell-transport";

/** A transport over a shell that prints a line for each URL, and the commands that were run there. */
function printing(print: (url: string) => string) {
  const commands: string[] = [];
  const transport = throughShell((command) => {
    commands.push(command);
    const urls = [...command.matchAll(/'(http:[^']*)'/g)].map(([, url = ""]) => url);
    return Promise.resolve(urls.map((url) => `${print(url)}\n`).join(""));
  });
  return { transport, commands };
}

describe("the transport over a shell", () => {
  it("answers what is asked at the same time by one command, each question with its own answer", async () => {
    const { transport, commands } = printing((url) => JSON.stringify(url));
    expect(await Promise.all([transport("query?query=a"), transport("query?query=b"), transport("alerts")])).toEqual([
      "http://127.0.0.1:9090/api/v1/query?query=a",
      "http://127.0.0.1:9090/api/v1/query?query=b",
      "http://127.0.0.1:9090/api/v1/alerts",
    ]);
    expect(commands).toHaveLength(1);
    expect(await transport("alerts")).toBe("http://127.0.0.1:9090/api/v1/alerts");
    expect(commands).toHaveLength(2);
  });

  it("fails when answers are missing", async () => {
    const { transport } = printing((url) => (url.endsWith("b") ? "" : "{}"));
    await expect(Promise.all([transport("a"), transport("b")])).rejects.toThrow("expected 2 answers, found 1");
  });

  it("fails with what the shell reports, for all questions of the command", async () => {
    const transport = throughShell(() => Promise.reject(new Error("edge: status 7")));
    const results = await Promise.allSettled([transport("a"), transport("b")]);
    expect(results.map((result) => (result.status === "rejected" ? String(result.reason) : ""))).toEqual([
      "Error: edge: status 7",
      "Error: edge: status 7",
    ]);
  });
});
