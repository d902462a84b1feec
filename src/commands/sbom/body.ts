import { openNearestProject } from "../../project/project.ts";
import { billOfMaterials } from "../../provenance/sbom/bill-of-materials.ts";
import { writeOutput } from "../../tree/output-file.ts";
import type { CommandContext } from "../context.ts";
import { identityParts } from "../places/identity-parts.ts";
import { outputPath } from "../places/output-path.ts";
import { findTemplateSide, readTemplateSide } from "../places/template-side.ts";
import { asOutput, type CommandResult } from "../result.ts";
import type { SbomCommandOptions } from "./sbom.ts";

export async function run(context: CommandContext, options: SbomCommandOptions): Promise<CommandResult> {
  const { to = "-" } = options;
  const project = await openNearestProject(context.cwd, options.root);
  const found = await findTemplateSide(context, project, options);
  const template = await readTemplateSide(context, project, found);
  const bill = billOfMaterials(await identityParts(context, project, template));
  const text = `${JSON.stringify(bill, null, 2)}\n`;
  if (to === "-") return { outputs: { sbom: asOutput(bill) }, account: [], document: text.trimEnd() };
  const file = outputPath(context, to);
  writeOutput(file, text);
  return { outputs: { sbom: file }, account: [`written: ${file}`] };
}
