import { type FieldChange, fieldChanges } from "../../agents/manifest/manifest-difference.ts";
import type { ManifestStep } from "../../agents/manifest/plan-manifests.ts";
import { shortened, visible } from "../../fault/visible.ts";
import { textDifference } from "../../tree/text-difference.ts";
import { asOutput, type Output } from "../result.ts";
import { count } from "./wording.ts";

/** Objects that are shown one by one; the others are counted. */
const mostSteps = 200;
/** Lines of one object's difference, at most. */
const mostLines = 60;
const valueLength = 160;
const marks = { create: "+", update: "~", delete: "-", keep: " " } as const;

/** What is done to each object that is not as it should be, and with it which fields. */
export function stepOutputs(steps: readonly ManifestStep[]): Output {
  return asOutput(
    changesOf(steps).map((step) => {
      const { kind, metadata } = objectOf(step);
      const { name, namespace } = metadata;
      return { does: step.does, kind, namespace, name, fields: fieldChanges(step) };
    }),
  );
}

/** The same in lines. @param withFields also what each field was and is */
export function stepDetails(steps: readonly ManifestStep[], withFields: boolean): string[] {
  const changes = changesOf(steps);
  const lines = changes.slice(0, mostSteps).flatMap((step) => {
    const { kind, metadata } = objectOf(step);
    const fields = withFields && step.does === "update" ? fieldLines(fieldChanges(step)) : [];
    return [`${marks[step.does]} ${kind} ${metadata.namespace}/${metadata.name}`, ...fields];
  });
  const more = changes.length - mostSteps;
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])];
}

/** How many objects change. */
export function stepSummary(steps: readonly ManifestStep[], dryRun: boolean): string {
  const changes = changesOf(steps).length;
  const kept = steps.length - changes;
  const same = kept === 0 ? "" : `, ${kept} unchanged`;
  if (changes === 0) return kept === 0 ? "no objects" : `nothing to change: ${count(kept, "object")}`;
  return `${count(changes, "object")} ${dryRun ? "would change" : "changed"}${same}`;
}

function changesOf(steps: readonly ManifestStep[]): readonly ManifestStep[] {
  return steps.filter(({ does }) => does !== "keep");
}

function objectOf(step: ManifestStep) {
  return step.does === "delete" ? step.before : step.after;
}

function fieldLines(changes: readonly FieldChange[]): string[] {
  const lines = changes.flatMap(({ path, before, after }) => {
    if (typeof before === "string" && typeof after === "string" && /\n/.test(before + after))
      return [`${path}:`, ...textDifference(before, after)];
    return [`${path}: ${shown(before)} -> ${shown(after)}`];
  });
  const more = lines.length - mostLines;
  const kept = more > 0 ? [...lines.slice(0, mostLines), `(and ${more} more lines)`] : lines;
  return kept.map((line) => `    ${line}`);
}

function shown(value: unknown): string {
  return value === undefined ? "(nothing)" : visible(shortened(JSON.stringify(value), valueLength));
}
