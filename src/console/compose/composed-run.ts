import type { z } from "zod";
import type { ContextBundleSpec } from "../../agents/context/context-bundle.ts";
import type { Actor, Decision } from "../../agents/kinds/actor.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { recordReferencesOf } from "../../agents/kinds/references.ts";
import { canonicalJson } from "../../document/canonical-json.ts";
import { digestOf } from "../../tree/digest.ts";
import { FormValues } from "../form/form-values.ts";
import { objectOfWishes, readFields } from "../form/read-fields.ts";
import { type SchemaField, schemaFields } from "../form/schema-fields.ts";

export type RunSpec = z.output<typeof agentDispatchRun.spec>;

/** A run that somebody may start. */
export interface ComposedRun {
  readonly organization: string;
  readonly by: Actor;
  /** As the form says it. */
  readonly spec: Readonly<Record<string, unknown>>;
}

/** What would come of it, by the functions that the real thing goes through; nothing is stored. */
export interface RehearsedRun {
  /** The same with the commits that its place stands for now. */
  readonly spec: RunSpec;
  readonly decision: Decision;
  readonly context: ContextBundleSpec;
}

const composed = agentDispatchRun.spec.pick({
  ...{ agentStack: true, repository: true, taskKind: true, title: true, prompt: true, contextLabels: true },
  ...{ attachments: true, sourceRefs: true, memoryRef: true },
});
/** What the server finds out itself. */
const found = new Set(["base", "head", "defaultBranch", "headRepository"]);

/** The inputs of the composer. */
export const composerFields: readonly SchemaField[] = schemaFields(
  composed,
  ["spec"],
  recordReferencesOf[agentDispatchRun.kind],
)
  .filter(({ group, label }) => !(group === "sourceRefs" && found.has(label)))
  .map((field) =>
    field.name === "spec.memoryRef"
      ? { ...field, fold: "Memory" }
      : field.group === "sourceRefs"
        ? { ...field, isRequired: false }
        : field,
  );

/** What pages call the parts of a run in their links. */
const shortNames: Readonly<Record<string, string>> = {
  ...{
    stack: "spec.agentStack",
    repository: "spec.repository",
    task: "spec.taskKind",
    prompt: "spec.prompt",
  },
  ...{ ref: "spec.sourceRefs.ref", path: "spec.sourceRefs.path", issue: "spec.sourceRefs.issue" },
  ...{
    pull: "spec.sourceRefs.pullRequest",
    workflowRun: "spec.sourceRefs.workflowRun",
    job: "spec.sourceRefs.job",
  },
};

/** The query of a link into the composer in the names of its inputs. */
export function composerValues(query: URLSearchParams): FormValues {
  return new FormValues(
    new URLSearchParams(
      [...query].map(([name, value]) => [
        Object.hasOwn(shortNames, name) ? (shortNames[name] ?? name) : name,
        value,
      ]),
    ),
  );
}

/** The spec that the form says. */
export function composedSpec(values: FormValues): Readonly<Record<string, unknown>> {
  const { spec } = objectOfWishes(readFields(composerFields, values));
  return { sourceRefs: {}, ...(typeof spec === "object" && spec !== null ? spec : {}) };
}

/** What a preview was of: a run is started with exactly that. */
export function composedDigest({ spec, decision, context }: RehearsedRun): string {
  // The time at which a context was put together makes it no other one.
  return digestOf(
    canonicalJson({
      spec,
      verdict: decision.verdict,
      layers: context.layers ?? null,
      sources: context.sources,
    }),
  );
}
