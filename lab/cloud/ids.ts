import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789abcdefghijklmnopqrstuv";
const LENGTH = 20;

/** Makes an id in the cloud's form: 20 characters, of which the first three name the kind, for example `enp` for networks. */
export function newId(prefix: string): string {
  const random = [...randomBytes(LENGTH - prefix.length)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  return prefix + random.join("");
}
