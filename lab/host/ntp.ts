/** Seconds from 1900, where NTP's time begins, to 1970. */
const EPOCH = 2_208_988_800;

/**
 * Makes a time server's answer (RFC 5905, stratum 2, as in pool.ntp.org) to a client's packet.
 * @returns undefined when the packet is not from a client
 */
export function ntpAnswer(request: Buffer, unixMilliseconds: number): Buffer | undefined {
  if (request.length < 48 || (request.readUInt8(0) & 7) !== 3) return undefined;
  const version = (request.readUInt8(0) >> 3) & 7;
  const answer = Buffer.alloc(48);
  answer.writeUInt8((version << 3) | 4, 0);
  answer.writeUInt8(2, 1);
  answer.writeUInt8(request.readUInt8(2), 2);
  // 2^-10 s: the resolution of Date.now.
  answer.writeInt8(-10, 3);
  answer.writeUInt32BE(66, 4);
  answer.writeUInt32BE(66, 8);
  answer.write("LAB", 12, "ascii");
  writeTimestamp(answer, 16, unixMilliseconds - 1000);
  request.copy(answer, 24, 40, 48);
  writeTimestamp(answer, 32, unixMilliseconds);
  writeTimestamp(answer, 40, unixMilliseconds);
  return answer;
}

function writeTimestamp(packet: Buffer, offset: number, unixMilliseconds: number): void {
  const seconds = Math.floor(unixMilliseconds / 1000);
  packet.writeUInt32BE((seconds + EPOCH) % 2 ** 32, offset);
  packet.writeUInt32BE(Math.floor(((unixMilliseconds - seconds * 1000) / 1000) * 2 ** 32), offset + 4);
}
