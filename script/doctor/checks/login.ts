import type { Installation } from "../../../config/schema";
import { type CloudApi, Refusal } from "../cloud/api";
import { type Finding, notChecked, ok, wrong } from "../finding";

const TOKEN = "export YC_TOKEN=$(yc iam create-token), or YC_SERVICE_ACCOUNT_KEY_FILE=key.json";
const UNAUTHENTICATED = 401;
const FORBIDDEN = 403;
const NOT_FOUND = 404;

/** Which folder a deployment goes to. */
export function folderOf({ cloud }: Installation, env: NodeJS.ProcessEnv): string | undefined {
  return cloud.folderId ?? (env["YC_FOLDER_ID"] || undefined);
}

/** Credentials, and the cloud and folder that they mean. */
export async function login(
  api: CloudApi,
  installation: Installation,
  env: NodeJS.ProcessEnv,
): Promise<readonly Finding[]> {
  let kind: string;
  try {
    const { credentials } = api;
    if (credentials === undefined) return [wrong("expected credentials, found neither of the variables", TOKEN)];
    kind = credentials.kind;
    // The key of a file is used here.
    await api.token();
  } catch (error) {
    if (error instanceof Refusal || isAboutKey(error)) return [wrong((error as Error).message, TOKEN)];
    throw error;
  }
  const folder = folderOf(installation, env);
  if (folder === undefined) {
    return [wrong("expected the id of a folder, found none", "set cloud.folderId, or export YC_FOLDER_ID=…")];
  }
  return inFolder(api, installation, env, folder, kind);
}

async function inFolder(
  api: CloudApi,
  { cloud }: Installation,
  env: NodeJS.ProcessEnv,
  folder: string,
  kind: string,
): Promise<readonly Finding[]> {
  try {
    const { name, cloudId, status } = await api.get("resource-manager", `/resource-manager/v1/folders/${folder}`);
    const cloudName = await nameOfCloud(api, String(cloudId));
    const where = `folder ${String(name)} (${folder}) of cloud ${cloudName}`;
    if (status !== "ACTIVE") return [wrong(`${where} is ${String(status)}`, "take a folder that is ACTIVE")];
    const wanted = cloud.cloudId ?? (env["YC_CLOUD_ID"] || undefined);
    if (wanted !== undefined && wanted !== cloudId) {
      return [
        wrong(`expected cloud ${wanted}, and ${where} is in another one`, "mend cloud.cloudId or cloud.folderId"),
      ];
    }
    return [ok(`${where}, by ${kind}`)];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status === UNAUTHENTICATED) return [wrong(`the ${kind} is not valid: ${error.message}`, TOKEN)];
    if (error.status === FORBIDDEN || error.status === NOT_FOUND) {
      const text = `folder ${folder} is not there for these credentials: ${error.message}`;
      return [wrong(text, "mend cloud.folderId, or have the role editor on the folder given to the account")];
    }
    return [notChecked(error.message)];
  }
}

/** A folder's owner need not be allowed to look at the cloud. */
async function nameOfCloud(api: CloudApi, id: string): Promise<string> {
  const { name } = await api
    .get("resource-manager", `/resource-manager/v1/clouds/${id}`)
    .catch((): { readonly name?: unknown } => ({}));
  return typeof name === "string" ? `${name} (${id})` : id;
}

function isAboutKey(error: unknown): boolean {
  return error instanceof Error && /YC_SERVICE_ACCOUNT_KEY_FILE|DECODER|PEM/.test(error.message);
}
