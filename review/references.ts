/** A reference to another object in a Terraform expression. */
export interface Reference {
  /** Set when it is in another stack. */
  readonly stack?: string;
  /** For example `yandex_vpc_subnet.subnet` or `data.yandex_compute_image.debian`. */
  readonly address: string;
  /** What of it, with indexes taken out: `network_interface.nat_ip_address`; empty: all of it. */
  readonly attribute: string;
}

const REFERENCE =
  /(?<![\w.$/-])(?:([\w-]+)\/)?((?:data\.)?[a-z][a-z0-9]*_[a-z0-9_]+\.[A-Za-z_][\w-]*)((?:\.[\w*-]+|\[[^\]]*\])*)/g;

/** The references in a string that is a Terraform template: those within `${…}`, not within the escaped `$${…}`. */
export function references(template: string): Reference[] {
  return expressions(template).flatMap((expression) => [...expression.matchAll(REFERENCE)].map(toReference));
}

/** The reference that `lifecycle.replace_triggered_by` holds, where it stands alone. */
export function bareReference(text: string): Reference | undefined {
  const [match] = text.replace(/^\$\{(.*)\}$/, "$1").matchAll(REFERENCE);
  return match && toReference(match);
}

function toReference([, stack, address = "", path = ""]: RegExpExecArray): Reference {
  const attribute = path
    .replace(/\[[^\]]*\]/g, "")
    .replace(/\.(\d+|\*)(?=\.|$)/g, "")
    .replace(/^\./, "");
  return { ...(stack !== undefined && { stack }), address, attribute };
}

function expressions(template: string): string[] {
  const found: string[] = [];
  for (let at = template.indexOf("${"); at >= 0; at = template.indexOf("${", at + 2)) {
    if (template[at - 1] === "$") continue;
    let depth = 1;
    let end = at + 2;
    for (; end < template.length && depth > 0; end++) {
      if (template[end] === "{") depth++;
      if (template[end] === "}") depth--;
    }
    found.push(template.slice(at + 2, end - 1));
  }
  return found;
}
