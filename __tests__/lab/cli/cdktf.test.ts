import { labEnvironment } from "../../../lab/cli/cdktf";
import { labPaths } from "../../../lab/paths";

it("lets nothing of the user's own cloud into a deployment", () => {
  const environment = labEnvironment(
    { PATH: "/bin", YC_TOKEN: "t", TF_VAR_x: "1", AWS_CA_BUNDLE: "/ca", INSTALLATION: "mine.yaml", CDKTF_HOME: "/h" },
    labPaths("main"),
  );
  expect(environment).toMatchObject({
    PATH: "/bin",
    CHECKPOINT_DISABLE: "1",
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    DEPLOY_INTO: "lab",
    LAB_SOCKET: "/run/bingo-lab/main/daemon.sock",
    INSTALLATION: expect.stringMatching(/\/\.cache\/lab\/main\/installation\.yaml$/) as string,
    CDKTF_OUTDIR: "lab-main.out",
  });
  expect(Object.keys(environment)).toHaveLength(7);
});
