import type { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";

/**
 * Raw values from a face as a command's options.
 * @param nameOf how the face calls an option: `--into`, `input into`
 * @throws {IdentikitError} `USAGE` naming every option that is wrong, what was given, and what is allowed
 */
export function parseOptions<Schema extends z.ZodType>(
  schema: Schema,
  raw: Readonly<Record<string, unknown>>,
  nameOf: (key: string) => string,
): z.output<Schema> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const [key] = issue.path;
    if (typeof key !== "string") return issue.message;
    if (raw[key] === undefined) return `${nameOf(key)} is missing`;
    return `${nameOf(key)} is ${JSON.stringify(raw[key])}: ${lowerFirst(issue.message)}`;
  });
  throw new IdentikitError("USAGE", problems.join("; "), { remedy: "See --help, or the action's README." });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
