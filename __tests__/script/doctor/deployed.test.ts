import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deployedResources } from "../../../script/doctor/deployed";
import { exampleInstallation } from "../../support/synth";

const folder = mkdtempSync(join(tmpdir(), "state-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const installation = { ...exampleInstallation(), state: { local: { folder } } };

it("what exists is what the states of all stacks hold", () => {
  const managed = (type: string, name: string, attributes: object): object => ({
    mode: "managed",
    type,
    name,
    instances: [{ attributes }],
  });
  const address = { id: "e9b1", external_ipv4_address: [{ address: "5.5.5.5", zone_id: "ru-central1-a" }] };
  const network = [
    managed("yandex_vpc_network", "network", { id: "enp1", name: "bingo" }),
    managed("yandex_vpc_address", "edge", address),
    { ...managed("yandex_compute_image", "debian", { id: "fd8" }), mode: "data" },
  ];
  writeFileSync(join(folder, "network.tfstate"), JSON.stringify({ serial: 3, resources: network }));
  writeFileSync(join(folder, "data.tfstate"), "");
  expect(deployedResources(installation)).toEqual({
    ids: new Map([
      ["network/yandex_vpc_network.network", "enp1"],
      ["network/yandex_vpc_address.edge", "e9b1"],
    ]),
    edgeAddress: "5.5.5.5",
  });
});

it("nothing exists before the first deployment", () => {
  const state = { local: { folder: join(folder, "none") } };
  expect(deployedResources({ ...installation, state })).toEqual({ ids: new Map() });
});

it("nothing is known of a state in Object Storage", () => {
  const objectStorage = { bucket: "states", prefix: "bingo", region: "ru-central1", endpoint: "https://s3.mine.org" };
  expect(deployedResources({ ...installation, state: { objectStorage } })).toBeUndefined();
});
