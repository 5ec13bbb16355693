import { createHash } from "node:crypto";
import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import type { Shell } from "../../lab";

/** The database machine's own names (templates/database). */
const DUMP = 'source /usr/local/lib/bingo/database.sh; cd "${DUMP%/*}"';
/** Bytes of one command's output, before base64. */
const PIECE_BYTES = 8 * 1024 * 1024;
const PIECE_TIMEOUT_SECONDS = 300;

/**
 * Fetches the dump of the prepared data that the database's machine has made right after its load: without the rows that
 * users have written since. Nothing is asked of PostgreSQL.
 *
 * @param file is written as a whole or not at all; one that is there is replaced
 * @returns its size in bytes
 * @throws when the machine has no dump, or another arrives than it has
 * @example await fetchDump(deployment.machine(DATABASE), "prepared.dump");
 */
export async function fetchDump(database: Shell, file: string): Promise<number> {
  const there = await database.run(`${DUMP}; test -e bingo.dump`);
  if (there.status !== 0) {
    const why = "journalctl --unit bingo-dump says there why";
    throw new Error(`${database.name}: expected a dump of the prepared data, found none; ${why}`);
  }
  const described = await database.succeed(`${DUMP}; stat -c %s bingo.dump; sha256sum <bingo.dump`, {
    timeoutSeconds: PIECE_TIMEOUT_SECONDS,
  });
  const [size = "", sum = ""] = described.split(/\s+/);
  const part = `${file}.part`;
  const descriptor = openSync(part, "w", 0o600);
  const hash = createHash("sha256");
  try {
    for (let offset = 0; offset < Number(size); offset += PIECE_BYTES) {
      const piece = `tail -c +${offset + 1} bingo.dump | head -c ${PIECE_BYTES} | base64 -w 0`;
      // tail ends by SIGPIPE, which is no error here.
      const text = await database.succeed(`${DUMP}; set +o pipefail; ${piece}`, {
        timeoutSeconds: PIECE_TIMEOUT_SECONDS,
      });
      const bytes = Buffer.from(text, "base64");
      hash.update(bytes);
      writeSync(descriptor, bytes);
    }
    const found = hash.digest("hex");
    if (found !== sum) throw new Error(`${file}: expected the dump with sha256 ${sum}, found ${found}; fetch it again`);
    renameSync(part, file);
  } finally {
    closeSync(descriptor);
    rmSync(part, { force: true });
  }
  return Number(size);
}
