import { stringify } from "yaml";
import { compare } from "../../review/compare";
import { COMMENT_LIMIT, MARKER, printMarkdown } from "../../review/print-markdown";
import { printText } from "../../review/print-text";
import { loadRules } from "../../review/replacement";
import { report, type Report } from "../../review/report";
import type { JsonObject } from "../../config/json";
import { readStack, type Synthesized } from "../../review/tree";

interface Sample {
  readonly nginx: string;
  readonly chrony: string;
  readonly diskType: string;
  readonly databaseCores: number;
  readonly ports: readonly number[];
  readonly sshPort: number;
}

const BEFORE: Sample = {
  nginx: "events {\n  worker_connections 1024;\n}\n",
  chrony: "pool ntp.example.org\n",
  diskType: "network-hdd",
  databaseCores: 2,
  ports: [80, 443],
  sshPort: 22,
};

/** A small installation of the same shape as the real one. */
function installation(sample: Sample): Synthesized {
  const machine = (name: string, files: Readonly<Record<string, string>>, more: JsonObject = {}): JsonObject => {
    const write_files = Object.entries(files).map(([path, content]) => ({ path, content, permissions: "0644" }));
    const userData = `#cloud-config\n${stringify({ write_files })}`;
    return {
      resource: {
        null_resource: {
          "user-data": { triggers: { sha256: Buffer.from(userData).toString("hex") } },
          gate: { triggers: { instance: "${yandex_compute_instance.vm.id}" } },
        },
        yandex_compute_instance: {
          vm: {
            hostname: name,
            metadata: { "user-data": userData },
            lifecycle: { replace_triggered_by: ["null_resource.user-data"] },
            ...more,
          },
        },
      },
    };
  };
  const chrony = { "/etc/chrony/chrony.conf": sample.chrony };
  const stacks: Readonly<Record<string, JsonObject>> = {
    "app-1": machine("app-1", chrony),
    "app-2": machine("app-2", chrony),
    data: {
      resource: {
        yandex_compute_disk: { disk: { size: 96, type: sample.diskType, lifecycle: { prevent_destroy: true } } },
      },
    },
    db: machine("db", {}, { resources: { cores: sample.databaseCores, memory: 8 } }),
    edge: {
      ...machine("edge", { ...chrony, "/etc/nginx/nginx.conf": sample.nginx }),
      output: {
        https_url: { value: "https://${yandex_vpc_address.edge.external_ipv4_address[0].address}" },
        ssh_config: { value: `Host edge\n  Port ${sample.sshPort}\n` },
      },
    },
    network: {
      resource: {
        yandex_vpc_security_group: {
          edge: { ingress: sample.ports.map((port) => ({ description: `port ${port}`, port, protocol: "TCP" })) },
        },
      },
    },
  };
  return new Map(Object.entries(stacks).map(([name, json]) => [name, readStack(json)]));
}

function reportOf(after: Partial<Sample>): Report {
  return report(compare(installation(BEFORE), installation({ ...BEFORE, ...after }), loadRules()));
}

const COMPARED = { base: "1a2b3c4", head: "5d6e7f8", notes: [] };

const CHANGE: Partial<Sample> = {
  nginx: "events {\n  worker_connections 4096;\n}\n",
  chrony: "pool ntp.example.org\nmakestep 1 3\n",
  diskType: "network-ssd",
  databaseCores: 4,
  ports: [80, 443, 8080],
  sshPort: 2222,
};

describe("printText", () => {
  it("is what a reviewer reads in a terminal", () => {
    expect(printText(COMPARED, reportOf(CHANGE))).toMatchSnapshot();
  });

  it("says when nothing changes", () => {
    expect(printText(COMPARED, reportOf({}))).toBe(
      "Review of 1a2b3c4 → 5d6e7f8\n\nNo change: both give the same installation.\n",
    );
  });
});

describe("printMarkdown", () => {
  it("is what a reviewer reads in a pull request", () => {
    expect(printMarkdown(COMPARED, reportOf(CHANGE))).toMatchSnapshot();
  });

  it("begins with the mark by which its comment is found again", () => {
    expect(printMarkdown(COMPARED, reportOf({})).split("\n")[0]).toBe(MARKER);
  });

  it("keeps to GitHub's limit, shows the callouts all the same, and names what it left out", () => {
    const nginx = "  # a line that makes the file long\n".repeat(3_000);
    const comment = printMarkdown(COMPARED, reportOf({ ...CHANGE, nginx }));
    expect(comment.length).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(comment).toContain("Lost for good");
    expect(comment).toContain("1 part had to be left out: `/etc/nginx/nginx.conf on edge`");
    expect(comment).toContain("`/etc/chrony/chrony.conf`".replaceAll("`", ""));
  });

  it("keeps to a limit that not even the names fit into", () => {
    expect(printMarkdown(COMPARED, reportOf(CHANGE), 3_000).length).toBeLessThanOrEqual(3_000);
  });

  it("is not broken by backticks in a file", () => {
    const comment = printMarkdown(COMPARED, reportOf({ nginx: "```\n" }));
    expect(comment).toContain("````diff");
  });
});
