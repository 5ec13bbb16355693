/**
 * Metadata service and time server of a lab, in the router's network namespace:
 * `metadata-and-time.ts FOLDER TIME-ADDRESS`. It reads a machine's metadata at every request, and prints `ready` when it
 * serves.
 */
import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import { METADATA_ADDRESS } from "./addresses";
import { metadataAnswer } from "./metadata";
import { ntpAnswer } from "./ntp";
import { HostStore } from "./store";

const [folder, timeAddress] = process.argv.slice(2);
if (!folder || !timeAddress)
  throw new Error("metadata-and-time.ts: expected the lab's folder and the time server's address");
const { machines } = new HostStore(folder);

const http = createServer((request, response) => {
  const machine = machines.all().find(({ spec }) => spec.address === request.socket.remoteAddress)?.spec;
  const flavour = request.headers["metadata-flavor"];
  const { status, body } = machine
    ? metadataAnswer(machine, new URL(request.url ?? "/", "http://metadata").pathname, flavour?.toString())
    : { status: 404, body: "No such machine\n" };
  response.writeHead(status, { "Content-Type": "text/plain", "Metadata-Flavor": "Google" }).end(body);
});

const time = createSocket("udp4");
time.on("message", (request, { address, port }) => {
  const answer = ntpAnswer(request, Date.now());
  if (answer) time.send(answer, port, address);
});

http.listen(80, METADATA_ADDRESS, () => time.bind(123, timeAddress, () => process.stdout.write("ready\n")));
