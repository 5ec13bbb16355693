import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSynthesized } from "../../review/tree";

const scratch = mkdtempSync(join(tmpdir(), "tree-"));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

/** What is read of a stack whose output folder and app are here, and whose state is at this path. */
function settings(output: string, app: string, path: string, files = app) {
  const stack = join(scratch, output, "stacks", "network");
  mkdirSync(stack, { recursive: true });
  mkdirSync(join(scratch, app), { recursive: true });
  mkdirSync(join(scratch, files), { recursive: true });
  writeFileSync(join(stack, "cdk.tf.json"), JSON.stringify({ terraform: { backend: { local: { path } } } }));
  return readSynthesized(join(scratch, output), join(scratch, app), join(scratch, files)).get("network")?.settings;
}

it("a path to the app's folder is the same wherever the output is", () => {
  const usual = settings("one/cdktf.out", "one", "../../../states/network.tfstate");
  expect(usual).toEqual({ terraform: { backend: { local: { path: "../../../states/network.tfstate" } } } });
  expect(settings("a/b/c.out", "two/app", "../../../../../two/app/states/network.tfstate")).toEqual(usual);
  expect(settings("d/e/f.out", "two/app", "../../../../../two/other/x")).not.toEqual(usual);
});

it("a path to a file of the config, which lies in the reviewed checkout, is the same from a base that was unpacked elsewhere", () => {
  const reviewed = settings("mine/cdktf.out", "mine", "../../../bingo");
  expect(settings("base/cdktf.out", "base", "../../../../mine/bingo", "mine")).toEqual(reviewed);
});
