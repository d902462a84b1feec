import type { Settings } from "../project/settings-schema.ts";
import { AcceptedSecrets, acceptedSecretsSchema } from "../template/accepted-secrets.ts";
import type { Findings } from "./findings.ts";
import { readDocument } from "./read-document.ts";

/**
 * Checks the list of accepted values: its form, and entries that have expired, which every scan refuses to go on with.
 * @returns the list; empty where there is none or it cannot be read
 */
export function checkAccepted(
  root: string,
  { acceptedSecrets: file }: Settings,
  now: Date,
  findings: Findings,
): AcceptedSecrets {
  const today = now.toISOString().slice(0, 10);
  const expected = { root, file, schema: acceptedSecretsSchema, code: "ALLOWANCE_INVALID" } as const;
  const document = readDocument(expected, findings);
  const read = acceptedSecretsSchema.safeParse(document?.value);
  if (!document || !read.success) return new AcceptedSecrets([], file, today);
  const entries = read.data.accepted.map((entry, index) => ({
    ...entry,
    line: document.lineOf(["accepted", index]),
  }));
  for (const [index, { path, rule, expires }] of entries.entries()) {
    if (expires === undefined || expires >= today) continue;
    const problem = `the entry for ${path} (${rule}) expired on ${expires}`;
    const remedy = "Look at the value again: remove the entry, or give it a later date.";
    findings.in(document, ["accepted", index, "expires"], { code: "ALLOWANCE_INVALID", problem, remedy });
  }
  return new AcceptedSecrets(entries, file, today);
}
