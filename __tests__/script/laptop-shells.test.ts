import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import { LaptopCheckout } from "../support/laptop-checkout";
import { unknownToLaptops } from "../support/laptop-shell";

/** Scripts that no laptop runs, with the reason. All others work with bash 3.2 and the programs of macOS. */
const NOT_FOR_LAPTOPS: Readonly<Record<string, string>> = {
  ".ci/run": "runs script/test",
  "script/bench": "deploys into labs: root on Debian",
  "script/debian-root": "makes a Debian root with mmdebstrap: root on Debian",
  "script/build-once": "builds programs for labs and tests, which are on Linux",
  "script/yandex-provider": "builds the provider for labs and tests, which are on Linux",
  "script/engine": "builds OpenTofu for labs and tests, which are on Linux; a laptop has its own engine on the PATH",
  "script/lab": "network namespaces and mounts: root on Linux, which it says itself",
  "script/prove": "deploys into a lab: root on Debian",
  "script/readings": "deploys into a lab: root on Debian",
  "script/setup": "installs packages of Debian; script/demo runs it where there is apt-get only",
  "script/test": "lays out machines: root on Debian",
};

/** Bash scripts of these folders, by path. */
const scripts = [".ci", "script"].flatMap((folder) =>
  readdirSync(join(PROJECT_ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => `${folder}/${name}`)
    .filter((path) => read(path).startsWith("#!") && /^#!.*sh\b/.test(read(path))),
);
const forLaptops = scripts.filter((path) => !(path in NOT_FOR_LAPTOPS));

function read(path: string): string {
  return readFileSync(join(PROJECT_ROOT, path), "utf8");
}

describe("what a laptop runs", () => {
  it("is every script but those that are named", () => {
    expect(forLaptops).toEqual(expect.arrayContaining(["script/cdktf", "script/destroy", "script/environment"]));
    expect(Object.keys(NOT_FOR_LAPTOPS).filter((path) => !existsSync(join(PROJECT_ROOT, path)))).toEqual([]);
  });

  it.each(forLaptops)("%s needs nothing that bash 3.2 or macOS lack", (path) => {
    // script/environment fills it for those that source it.
    expect(unknownToLaptops(read(path), ["cdktf"])).toEqual([]);
  });
});

describe("the search finds", () => {
  it.each([
    ["mapfile, readarray", "mapfile -t list < <(ls)"],
    ["mapfile, readarray", "readarray list <file"],
    ["declare -A", "declare -A map=([a]=1)"],
    ["declare -A", "  local -rA map"],
    ["local -n", "local -n other=$1"],
    ["declare -g", "declare -g x=1"],
    ["${x,,}", 'echo "${name,,}"'],
    ["${x,,}", "echo ${list[0],}"],
    ["${x^^}", "echo ${name^^}"],
    ["${x^^}", "echo ${name^}"],
    ["${x@Q}", "echo ${name@Q}"],
    ["a negative index", "echo ${list[-1]}"],
    ["a negative length", "echo ${name:0:-1}"],
    ["&>>", "make &>>log"],
    ["|&", "make |& tee log"],
    [";& and ;;&", "  a) echo 1 ;;&"],
    ["wait -n", "wait -n"],
    ["EPOCHSECONDS", "now=$EPOCHSECONDS"],
    ["coproc", "coproc cat"],
    ["[[ -v", "[[ -v HOME ]]"],
    ["exec {fd}", "exec {lock}>file"],
    ["printf %()T", "printf '%(%F)T' -1"],
    ["read -t of a fraction", "read -t 0.5 line"],
    ["globstar", "shopt -s globstar"],
    ["{1..9..2}", "echo {1..9..2}"],
    ["readlink -f, realpath", 'cd "$(readlink -f "$0")"'],
    ["readlink -f, realpath", "realpath -m x"],
    ["date -d, date +%N", "date -u -d yesterday"],
    ["date -d, date +%N", "date +%s%N"],
    ["sed -i without a suffix", "sed -i s/a/b/ file"],
    ["sed -i without a suffix", "sed -E -i s/a/b/ file"],
    ["sed -i without a suffix", "sed --in-place s/a/b/ file"],
    ["stat -c", "stat -c %s file"],
    ["mktemp with options", "mktemp --suffix=.json"],
    ["mktemp with options", "mktemp -p /tmp"],
    ["long options of cp, mv, rm, ln, mkdir, touch, grep", "cp --preserve a b"],
    ["long options of cp, mv, rm, ln, mkdir, touch, grep", "grep -q --no-messages x y"],
    ["cp -a", "cp -a from to"],
    ["grep -P", "grep -qP '\\d' file"],
    ["sort -V", "sort -rV"],
    ["head -n -1", "head -n -1 file"],
    ["xargs -r", "xargs -0r rm"],
    ["find -printf", "find . -type f -printf '%p\\n'"],
    ["touch -d", "touch -d yesterday file"],
    ["base64 -w", "base64 -w0 file"],
    ["sha256sum, flock, timeout, nproc, tac, setsid", "flock 9"],
    ["sha256sum, flock, timeout, nproc, tac, setsid", "cat x | sha256sum"],
    ["/proc", "cat /proc/self/status"],
    ["an array that may be empty", 'list=()\necho "${list[@]}"'],
    ["an array that may be empty", 'list=($(ls))\necho "${list[@]}"'],
    ["an array that may be empty", 'echo "${given[@]}"'],
  ])("%s in: %s", (name, script) => {
    expect(unknownToLaptops(script)).toEqual([`${String(script.split("\n").length)}: ${name}`]);
  });

  it.each([
    'list=(a "$b")\necho "${list[@]}"',
    'list=()\nrun ${list[@]+"${list[@]}"}',
    'list=("$@" x)\necho "${#list[@]}"',
    'echo "${name%,*}" "${name#^}" "${name:-1}" "${name: -1}" "${name:+x}"',
    "make >>log 2>&1 && make | tee log",
    "wait $!",
    "sed -i.old s/a/b/ file && sed -n -e s/i/j/p file",
    "log=$(mktemp)\nfolder=$(mktemp -d)",
    "date +%s && date -u",
    "cp -R from to && grep -q x y",
    "npm ci --no-audit # realpath -m, mapfile",
    "# declare -A",
    "echo $((a-1)) {1..9}",
  ])("nothing in: %s", (script) => {
    expect(unknownToLaptops(script)).toEqual([]);
  });
});

describe("where bash comes with Windows", () => {
  const checkout = new LaptopCheckout();
  afterAll(() => {
    checkout.remove();
  });

  it.each(["MINGW64_NT-10.0-22631", "MSYS_NT-10.0", "CYGWIN_NT-10.0"])("one line says WSL: %s", async (system) => {
    const bin = checkout.path("bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, "uname"), `#!/bin/sh\necho ${system}\n`);
    chmodSync(join(bin, "uname"), 0o755);
    const { exitCode, stderr } = await checkout.run("deploy", { PATH: `${bin}:${process.env["PATH"] ?? ""}` });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: "deploy: expected Linux or macOS, found Windows: type wsl --install, and clone and run this in WSL",
    });
  });
});
