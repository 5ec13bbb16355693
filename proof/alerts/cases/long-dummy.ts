import { commandCase, type AlertCase, type Sequence } from "../alert-case";

const NGINX = "/etc/nginx/nginx.conf";

/** The edge's cache of /long_dummy is configured wrongly. */
export const LONG_DUMMY: Sequence = [
  nginxEdited({
    what: "the cache keeps for ten minutes what is not refreshed",
    alerts: ["LongDummyStale", "LongDummyNotRefreshed"],
    edits: ["s/proxy_cache_valid 200 40s/proxy_cache_valid 200 10m/", "s/interval=10s/interval=1h/"],
  }),
  nginxEdited({
    what: "the cache is switched off",
    alerts: ["LongDummySlow"],
    edits: ["s/proxy_cache long_dummy;/proxy_cache off;/"],
  }),
];

/** A case of a changed nginx.conf. It breaks when the edits, which are expressions of sed, change nothing. */
function nginxEdited({
  edits,
  ...about
}: Pick<AlertCase, "what" | "alerts"> & { readonly edits: readonly string[] }): AlertCase {
  const sed = edits.map((edit) => `-e '${edit}'`).join(" ");
  return commandCase({
    ...about,
    machine: "edge",
    cause: `cp ${NGINX} /root/nginx.conf && sed -i ${sed} ${NGINX} && ! cmp -s ${NGINX} /root/nginx.conf && systemctl reload nginx`,
    cure: `mv /root/nginx.conf ${NGINX} && systemctl reload nginx`,
  });
}
