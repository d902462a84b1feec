import { agentDispatchRun } from "../../../agents/kinds/record/agent-dispatch-run.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import { objectAddress } from "../../page/object-address.ts";
import type { ShownObject } from "../../ui/components/data/shown-object.ts";

/** A run in a list. */
export interface RunEntry {
  readonly run: ShownObject<typeof agentDispatchRun>;
  readonly href: string;
}

/** Runs without what no list shows: prompts and decisions are long. */
export function runEntries(
  organization: string,
  runs: readonly Resource<typeof agentDispatchRun>[],
): readonly RunEntry[] {
  return runs.map(({ metadata: { name, creationTimestamp }, spec, status }) => {
    const { prompt: _, attachments: __, host: ___, contextLabels: ____, ...shown } = spec;
    const { admission: _____, conditions: ______, message, ...state } = status;
    return {
      run: {
        metadata: { name },
        spec: { ...shown, title: spec.title ?? `${spec.taskKind} (${name})` },
        status: {
          queuedAt: creationTimestamp,
          ...state,
          ...(message === undefined ? {} : { message: message.slice(0, 300) }),
        },
      },
      href: objectAddress(organization, agentDispatchRun, name),
    };
  });
}
