import { pointInTime } from "../../../script/restore/point-in-time";

it.each([
  ["2026-11-26T12:40:05Z", "2026-11-26T12:40:05.000Z"],
  ["2026-11-26T15:40:05.250+03:00", "2026-11-26T12:40:05.250Z"],
])("%s is %s", (text, moment) => {
  expect(pointInTime(text)?.toISOString()).toBe(moment);
});

it.each(["2026-11-26 12:40:05", "2026-11-26T12:40:05", "yesterday", "2026-02-30T00:00:00Z", ""])(
  "'%s' is none: a moment has a zone",
  (text) => {
    expect(pointInTime(text)).toBeUndefined();
  },
);
