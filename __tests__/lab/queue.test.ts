import { Queue } from "../../lab/queue";

it("a queue keeps the order on one thing, and goes on after a failure", async () => {
  const queue = new Queue();
  const seen: string[] = [];
  const slow = async (): Promise<void> => {
    await new Promise(setImmediate);
    seen.push("1");
  };
  const quick = (): Promise<unknown> => Promise.resolve(seen.push("2"));
  const failed = queue.run("a", () => Promise.reject(new Error("no")));
  await Promise.all([expect(failed).rejects.toThrow("no"), queue.run("a", slow), queue.run("a", quick)]);
  expect(seen).toEqual(["1", "2"]);
});
