import type { Installation } from "../../config/schema";
import { exampleInstallation, resources, synthStacks } from "../support/synth";

/** Hours that a deployment's self-signed certificate is valid, and how long before its end a deployment makes a new one. */
function hours(tls: Installation["tls"]): unknown {
  const { network } = synthStacks({ ...exampleInstallation(), tls });
  const [certificate] = Object.values(resources(network, "tls_self_signed_cert"));
  return { validity: certificate?.["validity_period_hours"], early: certificate?.["early_renewal_hours"] };
}

describe("a self-signed certificate", () => {
  it.each([
    [1, 8],
    [20, 160],
    [90, 720],
    [365, 720],
  ])(
    "of %i days is renewed %i hours before its end, so that two deployments in a row change nothing",
    (days, early) => {
      expect(hours({ selfSigned: { validityDays: days } })).toEqual({ validity: 24 * days, early });
    },
  );

  it("is delivered beside Let's Encrypt's, for the time until there is one", () => {
    const directory = "https://acme.example.org/directory";
    const letsEncrypt = { email: "someone@example.org", directory };
    expect(hours({ letsEncrypt })).toEqual({ validity: 365 * 24, early: 720 });
  });
});
