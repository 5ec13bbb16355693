import { z } from "zod";

type OneOf<C extends z.ZodRawShape> = { [K in keyof C]: { [P in K]: z.output<C[P]> } }[keyof C];
type Chosen<C extends z.ZodRawShape, S extends z.ZodRawShape> = [keyof S] extends [never]
  ? OneOf<C>
  : OneOf<C> & z.output<z.ZodObject<S>>;

/**
 * A mapping that holds exactly one of `choices`, and any keys of `common` besides.
 * Its type is a union; `"url" in binary` finds out which member it is.
 */
export function exactlyOne<C extends z.ZodRawShape, S extends z.ZodRawShape>(choices: C, common: S) {
  const names = Object.keys(choices);
  const optional = Object.fromEntries(names.map((name) => [name, z.exactOptional(choices[name] as z.ZodType)]));
  return z
    .strictObject({ ...optional, ...common })
    .superRefine(
      (value, context) => {
        const given = names.filter((name) => name in value);
        if (given.length === 1) return;
        context.addIssue({ code: "custom", message: `exactly one of the keys ${names.join(", ")}` });
      },
      { when: ({ value }) => typeof value === "object" && value !== null },
    )
    .meta({ oneOf: names.map((name) => ({ required: [name] })) })
    .transform((value) => value as Chosen<C, S>);
}
