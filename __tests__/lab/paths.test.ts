import { labPaths } from "../../lab/paths";

it("names a lab so that the host can name everything after it", () => {
  expect(() => labPaths("my-lab")).toThrow(
    'name of the lab: expected a lower-case letter and up to 9 letters or digits, found "my-lab"',
  );
});
