import type { Kind } from "../../agents/kinds/kind.ts";
import { agentApproval } from "../../agents/kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { agentPause } from "../../agents/kinds/record/agent-pause.ts";
import { kindNamed } from "../../agents/resource/check-resource.ts";
import type { Resource } from "../../agents/resource/resource.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import { referencesOfKind } from "../form/schema-fields.ts";
import type { PageAsk } from "../page/page-ask.ts";
import type { ViewerObjects } from "../page/viewer-objects.ts";
import type { ReviewPlace, ReviewScene } from "./reviewed-action.ts";

/** Names of a kind that a form offers at most; further ones can be written as YAML. */
const mostNames = 500;

/** The target of a review with everything that is asked about it. */
export async function reviewScene(
  { organization, objects, sent, now }: PageAsk,
  { kind, name }: Omit<ReviewPlace, "organization">,
  object: Resource | undefined,
): Promise<ReviewScene> {
  const refers = referencesOfKind(kind.kind).map((field) => field.kind);
  return {
    ...{ organization, kind, name, object, values: sent.values, reasons: sent.fault?.reasons ?? [] },
    ...(await placeOf(objects, object)),
    named: await namesOfKinds(objects, object ? [] : refers),
    // Only has to be new in this organisation.
    once: `${now.getTime().toString(36)}${crypto.randomUUID().slice(0, 8)}`,
  };
}

/** The names of the objects that a form's fields can name, as far as the viewer may see them. */
export async function namesOfKinds(
  objects: ViewerObjects,
  kinds: readonly string[],
): Promise<(kind: string) => readonly string[]> {
  const names = new Map<string, readonly string[]>();
  for (const wanted of new Set(kinds)) {
    const kind: Kind | undefined = kindNamed(wanted);
    const page = kind && (await objects.listed(kind, { limit: mostNames }));
    names.set(wanted, page?.items.map(({ metadata }) => metadata.name) ?? []);
  }
  return (kind) => names.get(kind) ?? [];
}

/** The repository and the stack that rights are asked for. */
async function placeOf(
  objects: ViewerObjects,
  object: Resource | undefined,
): Promise<Pick<ReviewScene, "repository" | "stack">> {
  const spec = fieldsOf(object?.spec);
  if (object?.kind === agentApproval.kind) {
    const run = await objects.seen(agentDispatchRun, textOf(spec.run));
    return { repository: run?.spec.repository, stack: run?.spec.agentStack };
  }
  if (object?.kind === agentPause.kind) {
    const target = fieldsOf(spec.target);
    return { repository: target.kind === "Repository" ? textOf(target.name) : undefined, stack: undefined };
  }
  return { repository: textOf(spec.repository), stack: textOf(spec.agentStack) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
