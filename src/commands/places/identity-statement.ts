import type { Project } from "../../project/project.ts";
import { identityRecord, type RecordedTemplate } from "../../provenance/statements/identity-record.ts";
import type { Predicate } from "../../provenance/statements/statement.ts";
import { version } from "../../runtime/version.ts";
import type { TemplateSide } from "./template-side.ts";

/** Which identity is in an image, and what the gate came to. */
export function identityStatement(
  { settings }: Pick<Project, "settings">,
  template: TemplateSide,
  gate: "clean" | "skipped",
): Predicate {
  const { destination } = settings.identity;
  const { tree, profile } = template;
  return identityRecord({
    ...{
      template: recordedTemplate(template),
      identity: tree,
      profile: profile.name,
      destination,
      gate,
      version,
    },
  });
}

/** The template as statements name it. */
export function recordedTemplate({ name, repository, commit }: TemplateSide): RecordedTemplate {
  return { name, repository: repository ?? undefined, commit };
}
