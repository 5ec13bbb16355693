import { packageList } from "../../../lab/host/package-layer";

describe("the packages of user-data", () => {
  it("are a list that order and repetition do not change", () => {
    const list = packageList("#cloud-config\npackages: [b, a, b]\napt: {conf: 'X \"1\";'}\n");
    expect(list).toEqual({ packages: ["a", "b"], conf: 'X "1";' });
  });

  it.each(["", "#!/bin/sh\n", "#cloud-config\n", "#cloud-config\nhostname: a\n"])("are none in %j", (userData) => {
    expect(packageList(userData)).toBeUndefined();
  });
});
