import { checkoutOfEachTest, OWN_CONFIG } from "../../support/laptop-checkout";

const checkout = checkoutOfEachTest();

describe("the doctor", () => {
  it("is the first step of a deployment, which ends there when something is wrong", async () => {
    checkout().write("installation.yaml", OWN_CONFIG);
    const found = await checkout().run("deploy", { DEPLOY_WITHOUT_DOCTOR: "", TERRAFORM_BINARY_NAME: "no-engine" });
    expect(found).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(
        /WRONG +engine .*found no program no-engine\n +→ .*\n(.*\n)*.* WRONG +login/,
      ) as string,
      stderr: "deploy: nothing was created: see above, or deploy all the same by DEPLOY_WITHOUT_DOCTOR=1",
    });
    expect(checkout().calls()).toEqual([]);
  });

  it("says all at once, with a config that is wrong, too", async () => {
    const env = { TERRAFORM_BINARY_NAME: "no-engine" };
    const { exitCode, stdout } = await checkout().run("doctor", env);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/WRONG +config +installation.yaml is missing, .* type npm run init/);
    expect(stdout).toMatch(/WRONG +engine/);
    checkout().write("installation.yaml", OWN_CONFIG.replaceAll("mine.org", "example.org"));
    const lines = (await checkout().run("doctor", env)).stdout.split("\n");
    expect(lines.filter((line) => /WRONG +config/.test(line))).toEqual([
      expect.stringMatching(/installation.yaml:2:9 domain: got "bingo.example.org"/),
      expect.stringMatching(/installation.yaml:3:24 bingo.studentEmail: got "me@example.org"/),
    ]);
  });
});
