import { messageOf } from "../../config/message-of";
import type { Installation } from "../../config/schema";
import { access } from "./checks/access";
import { diskTypes, image, zone, zoneOf } from "./checks/catalogue";
import { certificate } from "./checks/certificate";
import { domain } from "./checks/domain";
import { binary, debian } from "./checks/downloads";
import { engine } from "./checks/engine";
import { folderOf, login } from "./checks/login";
import { machines } from "./checks/machines";
import { names } from "./checks/names";
import { providers } from "./checks/providers";
import { quotas } from "./checks/quotas";
import { state } from "./checks/state";
import { CloudApi } from "./cloud/api";
import { deployedResources } from "./deployed";
import { type Check, type Finding, notChecked } from "./finding";
import { planOf } from "./planned";
import type { Surroundings } from "./surroundings";

/**
 * All checks, in the order in which a person would mend things.
 *
 * @param installation undefined: its config is wrong, and what needs it cannot be checked
 */
export function checksOf(
  installation: Installation | undefined,
  configFindings: readonly Finding[],
  around: Surroundings,
): readonly Check[] {
  const { env } = around;
  const always: readonly Check[] = [
    { name: "config", look: () => configFindings },
    { name: "engine", look: () => engine(env) },
  ];
  const archive: Check = { name: "Debian", look: () => debian(around.debianArchive) };
  if (installation === undefined) {
    return [...always, archive, { name: "the rest", look: () => [notChecked("it needs a config without problems")] }];
  }

  const api = new CloudApi(env);
  const plan = planOf(installation);
  const deployed = deployedResources(installation);
  const zoneName = zoneOf(installation, env);
  const inCloud = (name: string, look: Check["look"]): Check => ({
    name,
    look: async () => {
      await api.token().catch((error: unknown) => {
        throw new Error(`nothing can be asked of the cloud: ${messageOf(error)}`, { cause: error });
      });
      return look();
    },
  });
  const inFolder = (name: string, look: (folder: string) => ReturnType<Check["look"]>): Check =>
    inCloud(name, () => {
      const folder = folderOf(installation, env);
      if (folder === undefined) throw new Error("it needs the id of a folder");
      return look(folder);
    });

  return [
    ...always,
    { name: "providers", look: () => providers(plan.requiredProviders, env) },
    { name: "state", look: () => state(installation, env) },
    { name: "login", look: () => login(api, installation, env) },
    inFolder("quotas", (folder) => quotas(api, folder, plan.resources, deployed)),
    inFolder("names", (folder) => names(api, folder, plan.resources, deployed)),
    inFolder("machines", (folder) => machines(api, folder, deployed)),
    inCloud("zone", () => zone(api, zoneName)),
    inCloud("image", () => image(api, installation)),
    inCloud("disk types", () => diskTypes(api, installation, zoneName)),
    { name: "ssh.sources", look: () => access(installation, around) },
    { name: "binary", look: () => binary(installation) },
    archive,
    { name: "certificate", look: () => certificate(installation, new Date()) },
    { name: "domain", look: () => domain(installation, deployed, around) },
  ];
}
