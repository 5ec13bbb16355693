/** A relative path that stays below its folder, in the characters that need no quoting anywhere. */
export const RELATIVE_PATH = /^(?!.*\.\.)[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/;

/** Name of a bucket. */
export const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
