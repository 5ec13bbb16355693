import { documentationValues } from "../../config/documentation-values";

const found = (value: string): readonly string[] => documentationValues({ key: value }).map(({ text }) => text);

it.each([
  ["192.0.2.1", "an address of your own; 192.0.2.0/24 is for documentation"],
  ["198.51.100.0/25", "an address of your own; 198.51.100.0/24 is for documentation"],
  ["203.0.113.7/32", "an address of your own; 203.0.113.0/24 is for documentation"],
  ["2001:db8:1::/48", "an address of your own; 2001:db8::/32 is for documentation"],
  ["example.org", "a name of your own; example.org is for documentation"],
  ["bingo.Example.COM", "a name of your own; example.com is for documentation"],
  ["someone@example.net", "an e-mail address of your own; example.net is for documentation"],
  ["https://files.example.org/bingo?x=1", "a URL of your own; example.org is for documentation"],
  ["http://203.0.113.9:8080/bingo", "a URL with an address of your own; 203.0.113.0/24 is for documentation"],
  ["https://[2001:db8::1]/bingo", "a URL with an address of your own; 2001:db8::/32 is for documentation"],
])("%s is for documentation", (value, allowed) => {
  expect(found(value)).toEqual([`key: got "${value}", allowed: ${allowed}`]);
});

it.each([
  ["a network around one of them", "203.0.112.0/23"],
  ["every address", "0.0.0.0/0"],
  ["a neighbour", "203.0.114.0/24"],
  ["a private address", "10.130.0.11"],
  ["a name that only ends alike", "myexample.org"],
  ["a name that only begins alike", "example.org.mine.net"],
  ["a path", "tls/example.org/fullchain.pem"],
  ["the path of a URL", "https://mine.net/example.org"],
  ["the comment of a key", "ssh-ed25519 AAAA me@example.org"],
  ["nothing", ""],
])("%s is not: %s", (_, value) => {
  expect(found(value)).toEqual([]);
});

it("each is found at its place", () => {
  const data = { domain: "example.org", ssh: { sources: ["10.0.0.0/8", "192.0.2.1/32"], publicKeys: null }, port: 80 };
  expect(documentationValues(data).map(({ path }) => path)).toEqual([["domain"], ["ssh", "sources", "1"]]);
});
