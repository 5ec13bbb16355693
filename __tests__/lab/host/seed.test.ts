import { seedFiles } from "../../../lab/host/seed";
import { MACHINE } from "../../support/machine-spec";

it("a seed holds user-data unchanged, and the package cache beside it", () => {
  const files = seedFiles(MACHINE, { dns: "10.130.0.2", cache: "198.19.7.1" });
  expect(Object.fromEntries(files.map(({ path, content }) => [path, content]))).toEqual({
    "etc/machine-id": expect.stringMatching(/^[0-9a-f]{32}\n$/) as string,
    "etc/resolv.conf": "nameserver 10.130.0.2\n",
    "var/lib/cloud/seed/nocloud/meta-data":
      "instance-id: m1\nlocal-hostname: app-1\npublic-keys:\n  - ssh-ed25519 AAAA ops\n",
    "var/lib/cloud/seed/nocloud/user-data": "#cloud-config\n{}\n",
    "var/lib/cloud/seed/nocloud/vendor-data": "#cloud-config\napt:\n  http_proxy: http://198.19.7.1:80\n",
  });
});
