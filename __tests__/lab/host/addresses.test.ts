import { labAddresses, subnetServices } from "../../../lab/host/addresses";

describe("addresses", () => {
  it("differ from those of another lab", () => {
    const [a, b] = [labAddresses(0), labAddresses(249)].map((addresses) =>
      Object.values<string | number>({ ...addresses }),
    );
    expect(a?.filter((address) => b?.includes(address))).toEqual([]);
  });

  it("are the first two of a subnet for its services", () => {
    expect(subnetServices("10.130.0.64/26")).toEqual({
      gateway: "10.130.0.65",
      dns: "10.130.0.66",
      length: 26,
      network: "10.130.0.64",
      mask: "255.255.255.192",
    });
  });
});
