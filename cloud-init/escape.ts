/**
 * Escapes text that Terraform must pass on as it is. Synthesized JSON strings are Terraform templates: cdktf passes `${`
 * and `%{` through, and a shell script is full of them. References made by cdktf (`${TfToken[…]}`) are left alone.
 *
 * @example
 *   escapeTerraform('echo "${HOME}"'); // echo "$${HOME}"
 */
export function escapeTerraform(text: string): string {
  // Functions, because in a replacement string "$${" means "${".
  return text.replace(/\$\{(?!TfToken\[)/g, () => "$${").replace(/%\{/g, () => "%%{");
}
