import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { labEnvironment } from "../../../lab/cli/cdktf";
import { labPaths } from "../../../lab/paths";

const tokenFile = join(mkdtempSync(join(tmpdir(), "lab-")), "token");
writeFileSync(tokenFile, "t1.a.b");
const api = { endpoint: "localhost:7443", certificateFile: "/run/api.crt", tokenFile };

it("lets nothing of the user's own cloud into a deployment", () => {
  const environment = labEnvironment(
    { PATH: "/bin", YC_TOKEN: "t", TF_VAR_x: "1", AWS_CA_BUNDLE: "/ca", INSTALLATION: "mine.yaml", CDKTF_HOME: "/h" },
    labPaths("main"),
    api,
  );
  expect(environment).toMatchObject({
    PATH: "/bin",
    CHECKPOINT_DISABLE: "1",
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    DEPLOY_INTO: "lab",
    LAB_SOCKET: "/run/bingo-lab/main/daemon.sock",
    INSTALLATION: expect.stringMatching(/\/\.cache\/lab\/main\/installation\.yaml$/) as string,
    CDKTF_OUTDIR: "lab-main.out",
    YC_ENDPOINT: "localhost:7443",
    YC_TOKEN: "t1.a.b",
    YC_CLOUD_ID: "lab",
    YC_FOLDER_ID: "lab",
    YC_ZONE: "ru-central1-a",
    SSL_CERT_FILE: "/run/api.crt",
  });
  expect(Object.keys(environment)).toHaveLength(13);
});
