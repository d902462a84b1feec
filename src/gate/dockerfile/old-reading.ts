import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { readInstructions } from "./instruction.ts";
import { ambiguousLine } from "./refusal.ts";
import { readStages } from "./stage.ts";
import type { Stage } from "./step.ts";

/**
 * Builders that know no here documents read their bodies as instructions. That does no harm where such a builder stops, because
 * a body is no instruction or a COPY wants a file named `<<EOF`.
 * @throws {IdentikitError} `DOCKERFILE_AMBIGUOUS` where it would go on
 */
export function refuseOldReading(text: string, file: string): void {
  const found = readInstructions(text, { file, hereDocuments: true }).find(
    ({ hereDocuments }) => hereDocuments.length > 0,
  );
  if (found && !isRefused(text, file))
    throw ambiguousLine(found.place, "builders without here documents read its body as instructions");
}

function isRefused(text: string, file: string): boolean {
  try {
    const stages = readStages(text, { file, given: new Map(), hereDocuments: false });
    return used(stages, stages.length - 1).some(({ steps }) =>
      steps.some((step) => step.kind === "copy" && step.sources.some((source) => source.startsWith("<<"))),
    );
  } catch (fault) {
    return fault instanceof IdentikitError && fault.code === "DOCKERFILE_INVALID";
  }
}

/** The stages that a stage is made from; builders pass over the others. */
function used(stages: readonly Stage[], at: number): Stage[] {
  const stage = certain(stages[at]);
  const below = stage.steps.flatMap((step) =>
    step.kind === "copy" && typeof step.from === "number" ? [step.from] : [],
  );
  if (stage.parent !== undefined) below.push(stage.parent);
  return [stage, ...[...new Set(below)].flatMap((each) => used(stages, each))];
}
