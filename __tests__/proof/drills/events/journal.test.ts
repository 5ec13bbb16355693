import { eventsIn } from "../../../../proof/drills/events/journal";

const entry = (fields: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ __REALTIME_TIMESTAMP: "1000500000", ...fields });

describe("eventsIn", () => {
  it("says which of our services said what, and when", () => {
    const journal = [
      entry({
        _SYSTEMD_UNIT: "bingo-autoheal.service",
        MESSAGE: "bingo-1 is unhealthy: /ping: no answer; restarting it",
      }),
      entry({ _SYSTEMD_UNIT: "bingo-recycle@bingo-2.service", MESSAGE: "bingo-2: recycled at the age of 900 s" }),
      // systemd's own words on a unit
      entry({ _SYSTEMD_UNIT: "init.scope", UNIT: "postgresql@17-main.service", MESSAGE: "Main process exited" }),
    ].join("\n");
    expect(eventsIn("app-1", journal).map(({ at, machine, source, text }) => [at, machine, source, text])).toEqual([
      [1_000_500, "app-1", "autoheal", "bingo-1 is unhealthy: /ping: no answer; restarting it"],
      [1_000_500, "app-1", "recycle", "bingo-2: recycled at the age of 900 s"],
      [1_000_500, "app-1", "database", "Main process exited"],
    ]);
  });

  it("takes Docker's events at Docker's own time, and not what systemd says of the watch", () => {
    const unit = "bingo-drill-events.service";
    const journal = [
      entry({ _SYSTEMD_UNIT: "init.scope", UNIT: unit, MESSAGE: "Started docker events" }),
      entry({ _SYSTEMD_UNIT: unit, MESSAGE: "1000123000000\tdie\tbingo-1\t137" }),
      entry({ _SYSTEMD_UNIT: unit, MESSAGE: "1000456000000\thealth_status: healthy\tbingo-1\t" }),
    ].join("\n");
    expect(eventsIn("app-1", journal)).toEqual([
      { at: 1_000_123, machine: "app-1", source: "docker", text: "bingo-1 die with status 137" },
      { at: 1_000_456, machine: "app-1", source: "docker", text: "bingo-1 health_status: healthy" },
    ]);
  });

  it("leaves out slow queries, and lines that go on from one before", () => {
    const messages = ["[12] bingo@bingo LOG:  duration: 1200.3 ms  execute x: SELECT id,", "\t  name FROM t", "ready"];
    const journal = messages.map((message) => entry({ _SYSTEMD_UNIT: "pgbouncer.service", MESSAGE: message }));
    expect(eventsIn("db", journal.join("\n")).map(({ text }) => text)).toEqual(["ready"]);
  });

  it("reads messages that are no text, and leaves out strangers", () => {
    const journal = [
      entry({ _SYSTEMD_UNIT: "bingo.service", MESSAGE: [...Buffer.from("grüße")] }),
      entry({ _SYSTEMD_UNIT: "cron.service", MESSAGE: "tick" }),
      "",
    ].join("\n");
    expect(eventsIn("app-1", journal).map(({ text }) => text)).toEqual(["grüße"]);
  });
});
