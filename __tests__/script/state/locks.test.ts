import { heldLocksOf } from "../../../script/state/locks";
import { exampleInstallation } from "../../support/synth";

const objectStorage = { endpoint: "https://127.0.0.1:1", region: "ru-central1", bucket: "states", prefix: "bingo" };
const installation = { ...exampleInstallation(), state: { objectStorage } };
const KEY = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret" };

it.each([
  ["without a key", {}],
  ["when the service does not answer", KEY],
  ["when its certificates cannot be read", { ...KEY, SSL_CERT_FILE: "/nothing" }],
])("nobody is said to hold a lock %s: the engine's own is what is left", async (_, env) => {
  expect(await heldLocksOf(installation, env)).toBeUndefined();
});
