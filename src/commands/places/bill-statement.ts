import type { Project } from "../../project/project.ts";
import { bomStatement } from "../../provenance/sbom/bill-of-materials.ts";
import type { Predicate } from "../../provenance/statements/statement.ts";
import type { CommandContext } from "../context.ts";
import type { TemplateSide } from "./template-side.ts";

/** The bill of materials of a template's identity as a statement. @throws as `identityParts` does */
export async function billStatement(
  context: CommandContext,
  project: Project,
  template: TemplateSide,
): Promise<Predicate> {
  // The readers of the repository's files, which baking and publishing do without.
  const { identityParts } = await import("./identity-parts.ts");
  return bomStatement(await identityParts(context, project, template));
}
