import { formatPlatform, parsePlatform } from "../../image/platform.ts";
import { sourceDateEpoch } from "../../image/source-date-epoch.ts";
import type { Project } from "../../project/project.ts";
import { type BuildRecord, buildProvenance } from "../../provenance/statements/build-provenance.ts";
import { type Predicate, signaturePredicate } from "../../provenance/statements/statement.ts";
import type { CommandContext } from "../context.ts";
import { keyValues } from "../options/key-values.ts";
import { builderOf } from "../places/builder-id.ts";
import { identityStatement, recordedTemplate } from "../places/identity-statement.ts";
import type { TemplateSide } from "../places/template-side.ts";
import type { BakeCommandOptions } from "./bake.ts";

/** What a bake says of its image: that it stands for it, how it was built, and which identity is in it. */
export function bakeStatements(
  context: CommandContext,
  project: Project,
  template: TemplateSide,
  of: {
    readonly options: Pick<BakeCommandOptions, "builder" | "platform" | "ancestors" | "label" | "skipGate">;
    readonly below: BuildRecord["base"];
  },
): readonly Predicate[] {
  const { options, below } = of;
  const { builder, platform, ancestors, label, skipGate } = options;
  return [
    signaturePredicate,
    buildProvenance({
      template: { ...recordedTemplate(template), treeDigest: template.tree.digest },
      base: below,
      parameters: {
        builder,
        platforms: platform.map((one) => formatPlatform(parsePlatform(one))),
        ancestors,
        labels: keyValues("--label", label),
        sourceDateEpoch: sourceDateEpoch(context),
      },
      builder: builderOf(context.env),
    }),
    identityStatement(project, template, skipGate ? "skipped" : "clean"),
  ];
}
