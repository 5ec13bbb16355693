import { basename, dirname, extname, join, relative } from "node:path";
import { stringify } from "yaml";
import { PROJECT_ROOT } from "../../config/paths";
import { OWN } from "../../config/which-file";
import { type Answers, configOf, QUESTIONS } from "./questions";

const SCHEMA = "installation.schema.json";

/**
 * Renders a config with the values that have no default, and the comments without which they would be misread.
 *
 * @param path absolute, where it will lie. From another name than installation.yaml come the names of what two installations
 *   must not share.
 */
export function render(answers: Answers, cloudId: string | undefined, path: string): string {
  const value = (key: keyof Answers): string => {
    const question = QUESTIONS.find((other) => other.key === key);
    const inner = question?.path.reduce<unknown>(
      (config, step) => (config as Readonly<Record<string, unknown>>)[step],
      configOf(question, answers[key]),
    );
    return stringify(inner, { collectionStyle: "flow" }).trim();
  };
  const name = basename(path) === OWN ? undefined : nameOf(path);
  return `# yaml-language-server: $schema=${relative(dirname(path), join(PROJECT_ROOT, SCHEMA))}
#
# Made by \`npm run init\`. A key that is not here has its default: installation.example.yaml shows and explains them all.
# No secret belongs here.
${name === undefined ? "" : `\n# Prefix of all resources: another one for each installation in a folder of the cloud.\nname: ${name}\n`}
# The public name of the service. Make a DNS record for it that points to the address the deployment prints.
domain: ${value("domain")}

bingo:
  # bingo derives its port and its log folder from it: no other address will do.
  studentEmail: ${value("email")}
  binary: ${value("binary")}

ssh:
  # Who may log in to the edge. When your address changes, change it here and deploy again.
  sources: ${value("sshFrom")}

cloud:
${cloudId === undefined ? "  # Without cloudId the environment decides: YC_CLOUD_ID.\n" : `  cloudId: ${cloudId}\n`}  folderId: ${value("folder")}
  zone: ${value("zone")}

machines:
  database:
    dataDisk:
      # The data survives \`npm run destroy\`. To delete it as well, set this to false first.
      protected: true

# Terraform's state holds passwords and private keys, and without it nothing can be changed or destroyed: keep it private,
# and keep copies of it (\`npm run backup-state\`).
state:
  local:
    folder: ${name === undefined ? "terraform-state" : `terraform-state/${name}`}
`;
}

/** Makes the name of an installation from its file's: staging for staging.yaml. */
function nameOf(path: string): string {
  const name = basename(path, extname(path))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 20)
    .replace(/-+$/, "");
  return name || "bingo";
}
