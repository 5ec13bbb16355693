import { dhcpCommand } from "../../../../lab/host/vm/dhcp";

it("the DHCP server of a machine gives its one address, with gateway and DNS server of the subnet", () => {
  const subnet = { id: "private", cidr: "10.130.0.0/24", nat: true };
  const link = { tap: "m-1", macAddress: "02:00:00:00:00:11", leases: "/lab/leases" };
  const command = dhcpCommand({ address: "10.130.0.20" }, subnet, link);
  expect(command).toEqual(
    expect.arrayContaining([
      "--interface=m-1",
      "--port=0",
      "--dhcp-range=10.130.0.0,static,255.255.255.0,infinite",
      "--dhcp-host=02:00:00:00:00:11,10.130.0.20,infinite",
      "--dhcp-option=option:router,10.130.0.1",
      "--dhcp-option=option:dns-server,10.130.0.2",
    ]),
  );
});
