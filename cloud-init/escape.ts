/**
 * Text that Terraform must hand on as it is. Synthesized JSON strings are Terraform templates: cdktf passes `${` and
 * `%{` through, and a shell script is full of them. References made by cdktf (`${TfToken[…]}`) are left alone.
 *
 * Function replacers on purpose: in a replacement string "$${" means "${".
 */
export function escapeTerraform(text: string): string {
  return text.replace(/\$\{(?!TfToken\[)/g, () => "$${").replace(/%\{/g, () => "%%{");
}
