import { closeSync, openSync, readSync, statSync } from "node:fs";
import { relative, resolve } from "node:path";
import { z } from "zod";
import { displayPath, PROJECT_ROOT } from "../paths";

export interface FileText {
  readonly description: string;
  readonly allowed: string;
  /** What the file must begin with. @default anything */
  readonly beginning?: RegExp;
}

/**
 * A path of a regular file, relative to `folder` (the config file's own). It comes out relative to the project.
 * Only the path is kept: the content of the file never gets into synthesized JSON.
 */
export function file(folder: string, { description, allowed, beginning }: FileText) {
  return z
    .string()
    .min(1)
    .meta({ description, allowed })
    .transform((path, context) => {
      const absolute = resolve(folder, path);
      const refuse = (why: string): void => {
        context.addIssue({ code: "custom", message: `${allowed}; ${displayPath(absolute)} ${why}` });
      };
      if (!statSync(absolute, { throwIfNoEntry: false })?.isFile()) refuse("is no regular file");
      else if (beginning && !beginning.test(beginningOf(absolute))) refuse("begins with something else");
      return relative(PROJECT_ROOT, absolute);
    });
}

/** Enough for any beginning that is asked for; a dump is too long to be read for it. */
const BEGINNING_BYTES = 1024;

function beginningOf(path: string): string {
  const descriptor = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(BEGINNING_BYTES);
    return bytes.toString("latin1", 0, readSync(descriptor, bytes, 0, BEGINNING_BYTES, 0));
  } finally {
    closeSync(descriptor);
  }
}
