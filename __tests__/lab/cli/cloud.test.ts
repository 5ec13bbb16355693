import { callLines } from "../../../lab/cli/cloud";

it("shows the calls of the API that change something, or all", () => {
  const at = Date.UTC(2026, 0, 1, 12, 0, 1, 5);
  const calls = [
    { at, call: "NetworkService/Get", about: "enp1", answer: "NOT_FOUND" },
    { at, call: "NetworkService/Create", about: "bingo", answer: "OK" },
  ];
  expect(callLines(calls, false)).toEqual(["  12:00:01.005  NetworkService/Create  OK  bingo"]);
  expect(callLines(calls, true)).toHaveLength(2);
});
