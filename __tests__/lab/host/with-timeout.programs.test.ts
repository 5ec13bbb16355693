import { runWithTimeout, withTimeout } from "../../../lab/host/with-timeout";

it("a command that goes on for too long is an error, which names it", async () => {
  const command = ["sh", "-c", "exec sleep 30"];
  const line = (seconds: number) => withTimeout(command, seconds);
  await expect(runWithTimeout("machine db", command, line, { timeoutSeconds: 0.2 })).rejects.toThrow(
    "machine db: sh -c exec sleep 30: expected it to end, still running after 0.2 s",
  );
});
