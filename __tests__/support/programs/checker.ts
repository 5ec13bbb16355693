import type { ExampleMachine } from "../example";
import { complaint } from "../machine-tree";
import type { MachineTree, Verdict, WriteFile } from "../machine-tree";

/** A machine whose files are laid out, and nothing started. */
export interface LaidOut {
  readonly machine: ExampleMachine;
  readonly tree: MachineTree;
}

/** One of Debian's programs, and the files of ours that it reads on the machine. */
export interface Checker {
  /** The command, as the title of its test. */
  readonly program: string;
  readonly reads: (file: WriteFile) => boolean;
  /** Throws the program's own words when it does not accept the files; is only called when there are some. */
  readonly judge: (on: LaidOut, files: readonly WriteFile[]) => void;
}

/** Throws what a program said unless it ended with status 0 and said nothing that `unwanted` matches. */
export function accepted(verdict: Verdict, unwanted?: RegExp): void {
  if (verdict.status !== 0 || unwanted?.test(verdict.output)) throw new Error(complaint(verdict));
}

/**
 * For a server, whose only thorough check of its settings is to start: throws what it said unless it said `ready`, an
 * extended regular expression, within 20 s.
 */
export function served({ tree }: LaidOut, command: string, ready: string): void {
  accepted(
    tree.script(`
      # Words of an earlier one are not its own.
      rm -f /run/served.log && touch /run/served.log
      (${command}) >/run/served.log 2>&1 &
      for _ in {1..200}; do
        if grep -Eq '${ready}' /run/served.log; then
          kill $!
          exit 0
        fi
        kill -0 $! 2>/dev/null || break
        sleep 0.1
      done
      echo "expected ${ready} of ${command}, found:"
      cat /run/served.log
      exit 1
    `),
  );
}

/** Paths that a pattern matches. */
export function under(pattern: RegExp): Checker["reads"] {
  return ({ path }) => pattern.test(path);
}
