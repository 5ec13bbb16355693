import { packageCacheConfig } from "../../../lab/host/package-cache";

it("the package cache fetches from its mirrors only", () => {
  const config = packageCacheConfig("198.19.7.1", { cache: "/cache", run: "/run" }, ["http://mirror.example/debian"]);
  expect(config).toContain("\nBindAddress: 198.19.7.1\n");
  expect(config).toContain("\nForceManaged: 1\nRemap-0: http://mirror.example/debian ; http://mirror.example/debian\n");
});
