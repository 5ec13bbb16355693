import type { CloudApi } from "../cloud/api";
import type { Deployed } from "../deployed";
import { type Finding, notChecked, ok, warning } from "../finding";

const TYPE = "yandex_compute_instance.";

/** Whether the machines that are there run: the cloud stops preemptible ones, and people stop others in the console. */
export async function machines(
  api: CloudApi,
  folder: string,
  deployed: Deployed | undefined,
): Promise<readonly Finding[]> {
  if (deployed === undefined) return [notChecked("the state is in Object Storage, so npm run drift looks at them")];
  const own = [...deployed.ids].flatMap(([address, id]) => {
    const [stack = "", resource = ""] = address.split("/");
    return resource.startsWith(TYPE) ? [{ stack, id }] : [];
  });
  if (own.length === 0) return [ok("there is none yet")];
  const found = await api.list<{ id: string; status: string }>("compute", "/compute/v1/instances", "instances", {
    folderId: folder,
  });
  // One that is gone is made anew by the deployment, which says so.
  const away = own.flatMap(({ stack, id }) => {
    const status = found.find((one) => one.id === id)?.status ?? "RUNNING";
    return status === "RUNNING" ? [] : [{ stack, status }];
  });
  if (away.length === 0) return [ok(own.map(({ stack }) => stack).join(", "))];
  return away.map(({ stack, status }) =>
    warning(`${stack} is ${status}`, status === "STOPPED" ? "npm run deploy starts it" : "look again in a minute"),
  );
}
