import { deathsIn, waysToDie } from "../../../proof/months/deaths";

const event = (seconds: number, text: string, machine = "app-1") => {
  return { at: seconds * 1000, machine, source: "docker", text };
};

it("counts what ended without having been told to", () => {
  const deaths = deathsIn([event(10, "bingo-1 die with status 2"), event(30, "bingo-1 die with status 0")]);
  expect(deaths.map(({ status }) => status)).toEqual([2, 0]);
});

it("counts no restart, also when its second signal comes behind the end", () => {
  const restart = [event(10, "bingo-1 kill"), event(11, "bingo-1 die with status 0"), event(11.1, "bingo-1 kill")];
  expect(deathsIn(restart)).toEqual([]);
  expect(deathsIn([...restart, event(22, "bingo-1 die with status 137")])).toHaveLength(1);
});

it("tells instances of one name apart by their machines", () => {
  expect(deathsIn([event(10, "bingo-1 kill"), event(11, "bingo-1 die with status 0", "app-2")])).toHaveLength(1);
});

it("leaves the probe of the port out", () => {
  expect(deathsIn([event(10, "bingo-port-probe die with status 137")])).toEqual([]);
});

it("says in words how they ended", () => {
  const deaths = deathsIn(
    [0, 2, 137, 1].map((status, index) => event(20 * index, `bingo-1 die with status ${status}`)),
  );
  expect(waysToDie(deaths, 3)).toBe(
    "1 ended with status 0, 1 panicked, 1 met their limit of memory, 1 otherwise, 3 were sick and restarted",
  );
});
