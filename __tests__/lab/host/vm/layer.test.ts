import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kernelOf } from "../../../../lab/host/vm/layer";

const folder = mkdtempSync(join(tmpdir(), "vm-layers-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("the kernel of a machine", () => {
  it("is the newest of the uppermost layer that has one", () => {
    for (const layer of ["role", "vm"]) mkdirSync(join(folder, layer, "boot"), { recursive: true });
    for (const version of ["6.12.9", "6.12.118"])
      writeFileSync(join(folder, "vm/boot", `vmlinuz-${version}-cloud`), "");
    expect(kernelOf([join(folder, "role"), join(folder, "vm"), join(folder, "base")])).toEqual({
      kernel: join(folder, "vm/boot/vmlinuz-6.12.118-cloud"),
      initrd: join(folder, "vm/boot/initrd.img-6.12.118-cloud"),
    });
  });

  it("cannot be missing", () => {
    expect(() => kernelOf(["/a", "/b"])).toThrow("expected a kernel in one of the layers, found none: /a, /b");
  });
});
