import { edgeValues } from "../../cloud-init/values";
import type { Installation } from "../../config/schema";
import { exampleInstallation, synthStacks } from "../support/synth";

const EXAMPLE = exampleInstallation();
const SENDING: Installation = {
  ...EXAMPLE,
  monitoring: { ...EXAMPLE.monitoring, alerts: { webhook: { urlFile: "secrets/alerts-url" } } },
};

/** The places of the edge's own loopback that its sshd forwards to. */
function opened(installation: Installation): readonly string[] {
  return edgeValues(installation, [], "ssh-ed25519 AAAA").sshPermitOpen.filter((place) => !place.endsWith(":22"));
}

describe("the tunnel of administrators", () => {
  it("leads to Prometheus, and to Alertmanager where there is one", () => {
    expect(opened(EXAMPLE)).toEqual(["127.0.0.1:9090", "localhost:9090"]);
    expect(opened(SENDING)).toEqual(["127.0.0.1:9090", "localhost:9090", "127.0.0.1:9093", "localhost:9093"]);
  });

  it("is written down in an output, for Alertmanager only where there is one", () => {
    expect(synthStacks(EXAMPLE)["edge"]?.output).not.toHaveProperty("alertmanager");
    expect(synthStacks(SENDING)["edge"]?.output?.["alertmanager"]?.["value"]).toMatch(/-L 9093:127\.0\.0\.1:9093, /);
  });
});
