import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789abcdefghijklmnopqrstuv";
const LENGTH = 20;

/** An id as the cloud's are: 20 characters, of which the first three say what it is, for example `enp` for networks. */
export function newId(prefix: string): string {
  const random = [...randomBytes(LENGTH - prefix.length)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  return prefix + random.join("");
}
