import { stringify } from "yaml";
import { userDataDiff } from "../../review/user-data";

const config = (content: object): string => `#cloud-config\n${stringify(content)}`;
const file = (path: string, content: string, permissions = "0644"): object => ({ path, content, permissions });

describe("userDataDiff", () => {
  it("shows a changed file as a diff of its lines", () => {
    const before = config({ write_files: [file("/etc/a", "one\ntwo\nthree\n"), file("/etc/b", "same\n")] });
    const after = config({ write_files: [file("/etc/a", "one\n2\nthree\n"), file("/etc/b", "same\n")] });
    expect(userDataDiff(before, after)).toEqual([
      { name: "/etc/a", kind: "changed", lines: ["@@ -1,3 +1,3 @@", " one", "-two", "+2", " three"] },
    ]);
  });

  it("shows files that come and go", () => {
    const before = config({ write_files: [file("/etc/old", "a\n")] });
    const after = config({ write_files: [file("/etc/new", "a\n")] });
    expect(userDataDiff(before, after).map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      "/etc/new added",
      "/etc/old removed",
    ]);
  });

  it("shows a change of mode alone", () => {
    const [before, after] = ["0644", "0755"].map((mode) => config({ write_files: [file("/bin/a", "a\n", mode)] })) as [
      string,
      string,
    ];
    expect(userDataDiff(before, after)).toEqual([
      { name: "/bin/a", kind: "changed", lines: ['-permissions: "0644"', '+permissions: "0755"'] },
    ]);
  });

  it("shows every other key by its name", () => {
    expect(userDataDiff(config({ packages: ["curl"] }), config({ packages: ["curl", "jq"] }))).toEqual([
      { name: "cloud-config: packages", kind: "changed", lines: ["@@ -1,1 +1,2 @@", " - curl", "+- jq"] },
    ]);
  });

  it("shows text as it reads on the machine", () => {
    const [diff] = userDataDiff(
      config({ write_files: [file("/a", 'echo "$${HOME}"\n')] }),
      config({ write_files: [file("/a", 'echo "$${HOME}" %%{http_code}\n')] }),
    );
    expect(diff?.lines).toContain('+echo "${HOME}" %{http_code}');
  });

  it("takes what is no cloud-config for one text", () => {
    expect(userDataDiff("#!/bin/sh\ntrue\n", "#!/bin/sh\nfalse\n")).toMatchObject([{ name: "user-data" }]);
    expect(userDataDiff("#cloud-config\na: [\n", "#cloud-config\na: ]\n")).toMatchObject([{ name: "user-data" }]);
  });

  it("finds nothing where only YAML's notation differs", () => {
    expect(userDataDiff("#cloud-config\na: 'b'\n", '#cloud-config\na: "b"\n')).toEqual([]);
  });
});
