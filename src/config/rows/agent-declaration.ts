import { z } from "zod";
import { pathOf, showPath } from "../../document/document.ts";
import { certain } from "../../fault/certain.ts";
import { textAt } from "../connection/cells.ts";
import type { Cells } from "../connection/session.ts";
import { maxObjectBytes } from "../schema/value-rule.ts";

/** What a row of `agent_declaration` holds; whether the spec is one of its kind, the agent platform says. */
const declarationShape = z.strictObject({
  labels: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
  spec: z.record(z.string(), z.json()),
});

const dnsName = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

/** What is wrong with the key of a declaration: its kind, namespace and name. */
export function declarationKeyProblem(cells: Cells): string | undefined {
  if (!/^[A-Z][A-Za-z]{0,62}$/.test(textAt(cells, 0))) return "the kind is not the name of a kind";
  for (const [at, what, length] of [
    [1, "namespace", 63],
    [2, "name", 253],
  ] as const) {
    const text = textAt(cells, at);
    if (!dnsName.test(text) || text.length > length)
      return `the ${what} is not at most ${length} lower-case letters, digits, - and .`;
  }
  return undefined;
}

/**
 * What is wrong with the value of a declaration, to follow the row's name.
 * @param value what `raw` says
 */
export function declarationProblem(raw: string, value: unknown): string | undefined {
  if (Buffer.byteLength(raw) > maxObjectBytes) return `the value is larger than ${maxObjectBytes} bytes`;
  const result = declarationShape.safeParse(value);
  if (result.success) return undefined;
  const issue = certain(result.error.issues[0]);
  const path = pathOf(issue);
  return path.length === 0 ? issue.message : `${showPath(path)}: ${issue.message}`;
}
