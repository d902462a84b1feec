import type { SourceDocument } from "../document/document.ts";
import { asFault } from "../fault/error.ts";
import { isRecord } from "../fault/thrown.ts";
import { settingsFile } from "../project/settings.ts";
import { type Settings, settingsSchema } from "../project/settings-schema.ts";
import { policyNamed } from "../template/policy.ts";
import type { Findings } from "./findings.ts";
import { readDocument } from "./read-document.ts";

/** The settings as far as they are right, and the document that they stand in, if there is one. */
export interface CheckedSettings {
  readonly settings: Settings;
  readonly document: SourceDocument | undefined;
}

/** Checks `identikit.yaml`; what is wrong in it counts as left out for the checks of the other files. */
export function validateSettings(root: string, findings: Findings): CheckedSettings {
  const expected = { root, file: settingsFile, schema: settingsSchema, code: "SETTINGS_INVALID" } as const;
  const document = readDocument(expected, findings);
  const settings = settingsSchema.parse(rightPart(document?.value));
  if (document) checkPolicies(settings, document, findings);
  return { settings, document };
}

function rightPart(value: unknown): Readonly<Record<string, unknown>> {
  const members = isRecord(value) ? Object.entries(value) : [];
  return Object.fromEntries(
    members.filter(([key, member]) => settingsSchema.safeParse({ [key]: member }).success),
  );
}

function checkPolicies(settings: Settings, document: SourceDocument, findings: Findings): void {
  const named = [
    [["policy"], settings.policy],
    [["identity", "policy"], settings.identity.policy],
    ...Object.keys(settings.policies).map((name) => [["policies", name], name] as const),
  ] as const;
  for (const [path, name] of named) {
    try {
      policyNamed(name, settings.policies);
    } catch (caught) {
      const { code, message, remedy } = asFault(caught);
      // A profile that is wrong in itself is said once, where it stands.
      const own = Object.hasOwn(settings.policies, name) ? ["policies", name] : path;
      findings.in(document, own, { code, problem: message, remedy });
    }
  }
}
