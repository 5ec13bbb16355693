import { Timeline } from "../../../lab/cli/timeline";

it("lists the phases of a command, with the time before its process began", async () => {
  const time = { seconds: 0 };
  const timeline = new Timeline(7, () => time.seconds * 1000);
  await timeline.timed("the engine", () => Promise.resolve(void (time.seconds = 200)));
  time.seconds = 203.4;
  expect(timeline.table()).toEqual([
    "  phase                   from  seconds",
    "  set-up of this machine  0.0   7.0",
    "  the engine              7.0   200.0",
    "210 s in all",
  ]);
});
