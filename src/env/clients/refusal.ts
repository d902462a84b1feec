import type { z } from "zod";
import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Finding } from "../../fault/finding.ts";
import type { FindingCode } from "../../fault/finding-codes.ts";
import { checkPath } from "../../tree/path.ts";

/** @throws {IdentikitError} `RENDER_REFUSED`; the message names the place and never shows a value */
export function checkShape<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = certain(result.error.issues[0]);
  const place = [where, ...issue.path.map(String)].join(".");
  throw refused(
    `${place}: ${issue.message}`,
    "Change the row: the client would drop this entry or its whole file.",
  );
}

/** @throws {IdentikitError} `RENDER_REFUSED`, `PATH_UNSAFE` */
export function checkSkillName(name: string): void {
  checkPath(`skills/${name}`, "skill");
  if (name.includes("/"))
    throw refused(`skill ${JSON.stringify(name)} is no plain name`, "Rename the skill.");
}

/** @param problem where it is and what is wrong, showing no value; nothing is refused without one */
export function refuseIf(problem: string | undefined, remedy: string): void {
  if (problem !== undefined) throw refused(problem, remedy);
}

export function refused(message: string, remedy: string): IdentikitError {
  return new IdentikitError("RENDER_REFUSED", message, { remedy });
}

export function warning(
  code: FindingCode,
  path: string,
  { expected, actual, remedy }: { expected: string; actual: string; remedy: string },
): Finding {
  return { code, severity: "warning", path, expected, actual, remedy };
}
