import { updateTime } from "../../cloud-init/updates";

it("updates one machine after the other", () => {
  expect(["app-1", "app-2", "edge", "db"].map(updateTime)).toEqual([
    "*-*-* 00:00:00",
    "*-*-* 00:20:00",
    "*-*-* 00:40:00",
    "*-*-* 01:00:00",
  ]);
  expect(() => updateTime("app-3")).toThrow(RangeError);
});
