import { metadataAnswer } from "../../../lab/host/metadata";
import { MACHINE } from "../../support/machine-spec";

describe("the metadata service", () => {
  const ask = (path: string, flavour?: string) => metadataAnswer(MACHINE, path, flavour);

  it("gives user-data on both clouds' paths", () => {
    expect(ask("/latest/user-data")).toEqual({ status: 200, body: "#cloud-config\n{}\n" });
    const google = "/computeMetadata/v1/instance/attributes/user-data";
    expect(ask(google, "Google")).toEqual({ status: 200, body: "#cloud-config\n{}\n" });
    expect(ask(google).status).toBe(403);
  });

  it("lists a folder, and answers 404 for anything else", () => {
    expect(ask("/latest/meta-data/").body).toBe("hostname\ninstance-id\nlocal-ipv4\npublic-ipv4\npublic-keys/\n");
    expect(ask("/latest/meta-data/public-keys/0/openssh-key").body).toBe("ssh-ed25519 AAAA ops");
    expect(ask("/latest/secrets").status).toBe(404);
    expect(ask("/").status).toBe(404);
  });
});
