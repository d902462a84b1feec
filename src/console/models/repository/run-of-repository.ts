import { agentDispatchRun } from "../../../agents/kinds/record/agent-dispatch-run.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import { objectAddress } from "../../page/object-address.ts";

/** A run on a tab of its repository. */
export interface RunOfRepository {
  readonly name: string;
  readonly href: string;
  readonly title: string;
  readonly phase: string;
  readonly stack: string;
  readonly source: string;
  readonly target?: string | undefined;
  readonly since: string;
}

export function runOfRepository(
  organization: string,
  { metadata, spec, status }: Resource<typeof agentDispatchRun>,
): RunOfRepository {
  return {
    name: metadata.name,
    href: objectAddress(organization, agentDispatchRun, metadata.name),
    title: spec.title ?? spec.taskKind,
    phase: status.phase ?? "Queued",
    stack: spec.agentStack,
    source: spec.source,
    target: spec.target && `${spec.target.kind} ${spec.target.id}`,
    since: metadata.creationTimestamp,
  };
}
