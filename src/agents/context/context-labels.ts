import type { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";
import { suggestion } from "../../fault/nearest.ts";
import { digestOf } from "../../tree/digest.ts";
import type { agentContextLabel } from "../kinds/config/agent-context-label.ts";
import type { EventFacts, EventSource } from "../triggers/event-facts.ts";
import { matchesRepository } from "../triggers/glob.ts";
import type { ContextBundleSpec, PromptInstruction } from "./context-bundle.ts";

/** A context label as it is stored. */
export interface StoredLabel {
  readonly name: string;
  readonly generation: number;
  readonly spec: z.output<typeof agentContextLabel.spec>;
}

export interface LabelRequest {
  /** What a rule or a person names. */
  readonly asked: readonly string[];
  readonly facts: Pick<EventFacts, "type" | "repository" | "labels">;
  readonly labels: readonly StoredLabel[];
}

/**
 * The labels of a run: those that were asked for, then those that are set on the forge's object and may come from there, each once.
 * @throws {IdentikitError} `CONTEXT_REFUSED` for one that was asked for and does not exist, or does not allow the event or repository
 */
export function labelsForRun({ asked, facts, labels }: LabelRequest): readonly StoredLabel[] {
  const byName = new Map(labels.map((label) => [label.name, label]));
  const wanted = asked.map((name) => {
    const label = byName.get(name);
    const known = [...byName.keys()];
    if (!label) throw refused(`there is no context label "${name}"${suggestion(name, known)}`);
    const problem = problemOf(label, facts.type ?? "webhook", facts.repository);
    if (problem !== undefined) throw refused(`the context label "${name}" ${problem}`);
    return label;
  });
  const set = labels.filter(
    (label) =>
      facts.labels.includes(label.spec.forgeLabel ?? label.name) &&
      problemOf(label, facts.type ?? "webhook", facts.repository) === undefined,
  );
  return [...new Set([...wanted, ...set])];
}

/** A label as a layer of the prompt. */
export function labelInstruction({ name, generation, spec }: StoredLabel): PromptInstruction {
  return { layer: `label ${name}`.slice(0, 200), text: spec.promptFragment, label: { name, generation } };
}

/** A label that is not what it was when a bundle was put together. */
export interface LabelDrift {
  readonly label: string;
  readonly change: "changed" | "gone";
  readonly was: number;
  readonly now?: number;
}

/** The labels of a bundle that have changed since, or are gone. A retry keeps the bundle; this is what it says first. */
export function labelDrift(
  bundle: Pick<ContextBundleSpec, "sources">,
  labels: readonly StoredLabel[],
): LabelDrift[] {
  const byName = new Map(labels.map((label) => [label.name, label]));
  return bundle.sources.flatMap(({ kind, name, digest, generation: was = 0 }): LabelDrift[] => {
    if (kind !== "label") return [];
    const label = byName.get(name);
    if (!label) return [{ label: name, change: "gone", was }];
    return digestOf(label.spec.promptFragment) === digest
      ? []
      : [{ label: name, change: "changed", was, now: label.generation }];
  });
}

function problemOf(
  { spec }: StoredLabel,
  source: EventSource,
  repository: string | undefined,
): string | undefined {
  if (!spec.allowedSources.includes(source)) return `does not allow events of the kind ${source}`;
  const allowed = spec.allowedRepositories;
  if (!allowed || (repository !== undefined && allowed.some((one) => matchesRepository(one, repository))))
    return undefined;
  return `is not allowed in ${repository ?? "an event without a repository"}`;
}

function refused(problem: string): IdentikitError {
  return new IdentikitError("CONTEXT_REFUSED", problem, {
    remedy: "Add the source or repository to the label, or leave the label out.",
  });
}
