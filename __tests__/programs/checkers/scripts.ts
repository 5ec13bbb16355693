import type { Checker } from "../checker";
import { accepted } from "../checker";

/** Programs by their first line, and what they source, which says its shell in a directive. */
export const shellcheck: Checker = {
  program: "shellcheck",
  reads: ({ content }) => /^#!.*\b(ba|da)?sh\b/.test(content) || content.startsWith("# shellcheck shell="),
  judge({ tree, machine }, files) {
    // Directives name a sourced file as it is in the project; what it is on the machine counts here.
    for (const part of ["base", machine.role]) {
      tree.must(["mkdir", "-p", `/templates/${part}`]);
      tree.must(["ln", "-sfn", "/", `/templates/${part}/root`]);
    }
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
