import { Queue } from "../../lab/queue";

it("a queue keeps the order on one thing, and goes on after a failure", async () => {
  const queue = new Queue();
  const seen: string[] = [];
  const later = (word: string) => async () => {
    await new Promise((done) => setTimeout(done, 5));
    seen.push(word);
  };
  const failed = queue.run("a", () => Promise.reject(new Error("no")));
  await Promise.all([expect(failed).rejects.toThrow("no"), queue.run("a", later("1")), queue.run("a", later("2"))]);
  expect(seen).toEqual(["1", "2"]);
});
