import { documentationValues } from "./documentation-values";
import { problemsOf } from "./problems";
import { installationSchema } from "./schema";

/**
 * Checks one value of a config before there is the whole.
 *
 * @param data a config that may lack all other values
 * @param path where the value is
 * @param folder where the config will lie
 * @returns what is wrong with it for a deployment; undefined when nothing is
 */
export function problemAt(data: unknown, path: readonly string[], folder: string): string | undefined {
  const { error } = installationSchema(folder).safeParse(data);
  const wrong = error ? problemsOf(error.issues, data) : [];
  const here = (other: readonly PropertyKey[]): boolean => path.every((key, depth) => other[depth] === key);
  return [...wrong, ...documentationValues(data)].find(({ path }) => here(path))?.text;
}
