import { inlineCrossStack } from "../../review/cross-stack";
import { bareReference, references } from "../../review/references";
import { readStack } from "../../review/tree";

describe("references", () => {
  it.each<[string, object[]]>([
    ["plain text, null_resource.a.id", []],
    ["${null_resource.a.id}", [{ address: "null_resource.a", attribute: "id" }]],
    ["$${null_resource.a.id}", []],
    ["${null_resource.a}", [{ address: "null_resource.a", attribute: "" }]],
    [
      "${yandex_compute_instance.vm.network_interface[0].nat_ip_address}",
      [{ address: "yandex_compute_instance.vm", attribute: "network_interface.nat_ip_address" }],
    ],
    [
      "${yandex_compute_instance.vm.network_interface.0.ip_address}",
      [{ address: "yandex_compute_instance.vm", attribute: "network_interface.ip_address" }],
    ],
    ["${data.yandex_compute_image.debian.id}", [{ address: "data.yandex_compute_image.debian", attribute: "id" }]],
    [
      '${jsonencode({a = tls_private_key.a.id})} and ${sha256("${tls_private_key.b.id}")}',
      [
        { address: "tls_private_key.a", attribute: "id" },
        { address: "tls_private_key.b", attribute: "id" },
        { address: "tls_private_key.b", attribute: "id" },
      ],
    ],
    [
      "${trimspace(network/tls_private_key.a.id)}",
      [{ stack: "network", address: "tls_private_key.a", attribute: "id" }],
    ],
    ["${var.name} ${path.module} ${each.key}", []],
  ])("%s", (text, expected) => {
    expect(references(text)).toEqual(expected);
  });

  it.each(["null_resource.a", "${null_resource.a}"])("bare: %s", (text) => {
    expect(bareReference(text)).toEqual({ address: "null_resource.a", attribute: "" });
  });
});

describe("inlineCrossStack", () => {
  const input = (stack: string): string => `data.terraform_remote_state.cross-stack-reference-input-${stack}`;
  const output = (stack: string, name: string): string => `${input(stack)}.outputs.cross-stack-output-${name}`;

  it("puts what is behind a reference in its place, through any number of stacks", () => {
    const stacks = inlineCrossStack(
      new Map([
        ["a", readStack({ output: { "cross-stack-output-id": { value: "${null_resource.x.id}" } } })],
        ["b", readStack({ output: { "cross-stack-output-id": { value: `\${${output("a", "id")}}` } } })],
        [
          "c",
          readStack({
            data: { terraform_remote_state: { "cross-stack-reference-input-b": { backend: "local" } } },
            output: { url: { value: `https://\${${output("b", "id")}}/` } },
          }),
        ],
      ]),
    );
    expect(stacks.get("c")?.outputs.get("url")).toEqual({ value: "https://${a/null_resource.x.id}/" });
    expect([...stacks.values()].map(({ resources, outputs }) => resources.size + outputs.size)).toEqual([0, 0, 1]);
  });

  it("leaves a reference to what is not there as it is", () => {
    const url = { value: `\${${output("nowhere", "id")}}` };
    const stacks = inlineCrossStack(new Map([["c", readStack({ output: { url } })]]));
    expect(stacks.get("c")?.outputs.get("url")).toEqual(url);
  });
});
