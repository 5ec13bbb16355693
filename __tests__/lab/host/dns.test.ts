import { dnsCommand, hostsFile } from "../../../lab/host/dns";

it("the DNS server knows the records and pool.ntp.org, and asks no other server", () => {
  expect(hostsFile({ "DB.bingo.local": ["10.130.0.20", "10.130.0.21"] })).toBe(
    "10.130.0.20 db.bingo.local\n10.130.0.21 db.bingo.local\n",
  );
  const command = dnsCommand("/lab/hosts", "198.18.7.2");
  expect(command).toEqual(expect.arrayContaining(["--no-resolv", "--local=/#/", "--address=/pool.ntp.org/198.18.7.2"]));
  expect(command.filter((argument) => argument.startsWith("--server"))).toEqual([]);
});
