import { join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import { chosenFile, outputFolder } from "../../config/which-file";
import { StackOutputs } from "../../proof/target/outputs";
import { LaptopCheckout } from "../support/laptop-checkout";

jest.setTimeout(60_000);

const before = { ...process.env };
const checkout = new LaptopCheckout();
beforeEach(() => {
  process.env = { ...before };
  delete process.env["CDKTF_OUTDIR"];
});
afterAll(() => {
  process.env = before;
  checkout.remove();
});

it.each([
  ["", "cdktf.out"],
  ["installation.yaml", "cdktf.out"],
  ["./installation.example.yaml", "cdktf.out"],
  ["staging.yaml", "staging.out"],
  ["./staging.v2.yaml", "staging.v2.out"],
  ["teams/a b/installation.yaml", "teams-a-b-installation.out"],
  ["../elsewhere/x", "elsewhere-x.out"],
  ["/srv/b.d/x", "srv-b.d-x.out"],
])("INSTALLATION=%s is synthesized into %s, and looked for there", async (INSTALLATION, folder) => {
  process.env.INSTALLATION = INSTALLATION;
  expect(outputFolder()).toBe(folder);
  await checkout.run("synth", { INSTALLATION });
  expect(checkout.calls()).toMatchObject([{ args: ["synth", "--output", folder] }]);
});

it("CDKTF_OUTDIR comes first", () => {
  process.env.INSTALLATION = "staging.yaml";
  process.env["CDKTF_OUTDIR"] = "x.out";
  expect(outputFolder()).toBe("x.out");
});

it("ssh and the page ask the stacks of the chosen config", async () => {
  process.env.INSTALLATION = "staging.yaml";
  await expect(new StackOutputs(undefined, "false").value("edge", "page_url")).rejects.toThrow(
    "false -chdir=staging.out/stacks/edge output -raw page_url: expected a deployed installation",
  );
  expect(chosenFile()).toBe(join(PROJECT_ROOT, "staging.yaml"));
});
