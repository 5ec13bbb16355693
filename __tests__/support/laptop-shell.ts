/** What bash 3.2 or the programs of macOS do not know: a name for the report, and how it looks. */
const FORMS: readonly (readonly [name: string, pattern: RegExp])[] = [
  // bash 4 and later. macOS stays with 3.2.
  ["mapfile, readarray", /\b(mapfile|readarray)\b/],
  ["declare -A", /\b(declare|local|typeset|readonly)\s+(-\w+\s+)*-\w*A/],
  ["local -n", /\b(declare|local|typeset)\s+(-\w+\s+)*-\w*n/],
  ["declare -g", /\b(declare|typeset)\s+(-\w+\s+)*-\w*g/],
  ["${x,,}", /\$\{\w+(\[[^\]]*\])?,/],
  ["${x^^}", /\$\{\w+(\[[^\]]*\])?\^/],
  ["${x@Q}", /\$\{[\w*@]+(\[[^\]]*\])?@[A-Za-z]\}/],
  ["a negative index", /\$\{\w+\[\s*-|\b\w+\[-\d+\]=/],
  ["a negative length", /\$\{\w+:[^}:]*:\s*-/],
  ["&>>", /&>>/],
  ["|&", /\|&/],
  [";& and ;;&", /;&/],
  ["wait -n", /\bwait\s+(-\w+\s+)*-\w*n/],
  ["EPOCHSECONDS", /\b(EPOCHSECONDS|EPOCHREALTIME|SRANDOM|BASHPID)\b/],
  ["coproc", /\bcoproc\b/],
  ["[[ -v", /\[\[?\s+(!\s+)?-v\s/],
  ["exec {fd}", /\{\w+\}[<>]/],
  ["printf %()T", /%\([^)]*\)T/],
  ["read -t of a fraction", /\bread\s[^;|&]*-t\s*\d*\.\d/],
  ["globstar", /\bglobstar\b/],
  ["{1..9..2}", /\{\w+\.\.\w+\.\.\w+\}/],
  // GNU only.
  ["readlink -f, realpath", /\breadlink\s+-\w*[fem]|\brealpath\b/],
  ["date -d, date +%N", /\bdate\s[^;|&)]*(-d\b|--date|%N)/],
  ["sed -i without a suffix", /\bsed\b[^;|&]*\s(-[a-zA-Z]*i(\s|$)|--in-place)/],
  ["stat -c", /\bstat\s[^;|&]*(-c\b|--format|--printf)/],
  ["mktemp with options", /\bmktemp\s+(-\w*[pt]|--)/],
  [
    "long options of cp, mv, rm, ln, mkdir, touch, grep",
    /\b(cp|mv|rm|ln|mkdir|touch|grep|sort|tail|head|cut)\b[^;|&]*\s--[a-z]/,
  ],
  ["cp -a", /\bcp\s+-\w*a/],
  ["grep -P", /\bgrep\s+(-\w+\s+)*-\w*P/],
  ["sort -V", /\bsort\s+(-\w+\s+)*-\w*V/],
  ["head -n -1", /\bhead\s+-n\s*-/],
  ["xargs -r", /\bxargs\s+(-\w+\s+)*-\w*r/],
  ["find -printf", /\bfind\s[^;|&]*-printf\b/],
  ["touch -d", /\btouch\s+(-\w+\s+)*-\w*d/],
  ["base64 -w", /\bbase64\s+-\w*w/],
  ["sha256sum, flock, timeout, nproc, tac, setsid", /\b(sha\d+sum|md5sum|flock|timeout|nproc|tac|setsid)\b/],
  ["/proc", /\/proc\//],
];

/** `${list[@]}` of an array that may be empty: an unbound variable for bash 3.2 under `set -u`. */
const EMPTY_ARRAY = "an array that may be empty";

/**
 * Finds what does not work on every laptop in a bash script: `LINE: what`. Comments are not looked at.
 *
 * @param filled arrays that are never empty, though the script does not say so
 */
export function unknownToLaptops(script: string, filled: readonly string[] = []): string[] {
  const lines = script.split("\n").map((line) => line.replace(/(^|\s)#.*$/, ""));
  const code = lines.join("\n");
  return lines.flatMap((line, index) => {
    const found = FORMS.filter(([, pattern]) => pattern.test(line)).map(([name]) => name);
    // The guard that bash 3.2 takes: ${list[@]+"${list[@]}"}.
    const bare = line.replace(/\$\{(\w+)\[[@*]\]\+"?\$\{\1\[[@*]\]\}"?\}/g, "");
    for (const [, name = ""] of bare.matchAll(/\$\{(\w+)\[[@*]\]/g)) {
      if (!filled.includes(name) && mayBeEmpty(code, name)) found.push(EMPTY_ARRAY);
    }
    return found.map((what) => `${String(index + 1)}: ${what}`);
  });
}

/** An array is full for sure when every assignment begins with a word of its own. */
function mayBeEmpty(code: string, name: string): boolean {
  const assigned = [...code.matchAll(new RegExp(`\\b${name}=\\(\\s*(\\S)(\\S?)`, "g"))];
  return (
    assigned.length === 0 || assigned.some(([, first, second]) => first === ")" || (first === "$" && second === "("))
  );
}
