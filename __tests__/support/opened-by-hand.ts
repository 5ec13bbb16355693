/** A rule of a security group that opens a port to everybody, as somebody makes it by hand in the console. */
export function openedByHand(port: number) {
  return {
    description: "opened by hand",
    direction: "INGRESS",
    protocol_name: "TCP",
    ports: { from_port: port, to_port: port },
    cidr_blocks: { v4_cidr_blocks: ["0.0.0.0/0"] },
  };
}
