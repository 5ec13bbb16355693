import type { Checker } from "../checker";
import { accepted } from "../checker";

/** Programs by their first line, and what they source, which says its shell in a directive. */
export const shellcheck: Checker = {
  program: "shellcheck",
  reads: ({ content }) => /^#!.*\b(ba|da)?sh\b/.test(content) || content.startsWith("# shellcheck shell="),
  judge({ tree }, files) {
    accepted(tree.run(["shellcheck", "--external-sources", ...files.map(({ path }) => path)]));
  },
};

export const python: Checker = {
  program: "python3 -m py_compile",
  reads: ({ content }) => /^#!.*\bpython3\b/.test(content),
  judge({ tree }, files) {
    accepted(tree.run(["python3", "-W", "error", "-m", "py_compile", ...files.map(({ path }) => path)]));
  },
};
