import { z } from "zod";

const TIME = z.iso.datetime({ offset: true });

/**
 * Reads a moment in ISO 8601 with its zone, to the millisecond. Without a zone it could be off by hours, and nobody would
 * see it: that is none.
 *
 * @example pointInTime("2026-11-26T15:40:05+03:00"); // 2026-11-26T12:40:05.000Z
 */
export function pointInTime(text: string): Date | undefined {
  const result = TIME.safeParse(text);
  return result.success ? new Date(result.data) : undefined;
}
