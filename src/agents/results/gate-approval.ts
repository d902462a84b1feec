import { canonicalJson } from "../../document/canonical-json.ts";
import { digestOf } from "../../tree/digest.ts";
import { askAnnotation } from "../dispatch/gate-answers.ts";
import type { DispatchRun } from "../dispatch/run-status.ts";
import type { Actor } from "../kinds/actor.ts";
import { agentApproval } from "../kinds/record/agent-approval.ts";
import type { OutboxRequest } from "../outbox/outbox-request.ts";
import type { Declared } from "../resource/resource.ts";
import { derivedName } from "../triggers/derived-name.ts";

/** How long a person has to decide what an agent asked for. */
export const approvalDays = 7;

/** What a run waits for in its middle, as an approval: the same request is the same approval, by whichever way it comes in. */
export function gateApproval(
  run: DispatchRun,
  request: Extract<OutboxRequest, { readonly type: "approval" }>,
  requestedBy: Actor,
  now: Date,
): Declared<typeof agentApproval> {
  const { namespace, name } = run.metadata;
  const artifactDigest = digestOf(canonicalJson(request));
  return {
    kind: agentApproval.kind,
    metadata: {
      namespace,
      name: derivedName("a", name, "gate", artifactDigest),
      ...(request.id === undefined ? {} : { annotations: { [askAnnotation]: request.id } }),
    },
    spec: agentApproval.spec.parse({
      run: name,
      action: request.action,
      requestedBy,
      artifactDigest,
      title: request.title,
      ...(request.preview === undefined ? {} : { preview: request.preview }),
      risk: request.action === "secret" || request.action === "release" ? "high" : "medium",
      reasons: [`the agent asks before it goes on: ${request.action}`],
      expires: new Date(now.getTime() + approvalDays * 86_400_000).toISOString(),
    }),
  };
}
