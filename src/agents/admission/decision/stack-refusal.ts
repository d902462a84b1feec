import type { agentStack } from "../../kinds/config/agent-stack.ts";
import type { KnownObject } from "./admission-snapshot.ts";
import { type Reason, reason } from "./reason.ts";

/**
 * What a stack's status says against dispatching it. Every page, command and controller that refuses a stack does it with this, so that
 * the words are the same everywhere.
 */
export function stackRefusal({
  metadata: { name, generation },
  status,
}: StackWithStatus): Reason | undefined {
  const object = `agentstacks/${name}`;
  const phase = status?.phase ?? "Pending";
  const isOld =
    generation !== undefined &&
    status?.observedGeneration !== undefined &&
    status.observedGeneration < generation;
  if (phase === "Ready" && !isOld) return undefined;
  const failing = (status?.conditions ?? []).filter(
    (one) => one.status !== "True" && (phase !== "Warning" || one.severity !== "info"),
  );
  const why = failing.map(({ type, message }) => `${type}: ${message}`).sort();
  const remedies = [...new Set(failing.flatMap(({ remedy }) => remedy ?? []))].sort();
  if (phase === "Warning" && !isOld)
    return reason("warn", "STACK_WARNING", sentence(`the stack ${name} has warnings`, why), {
      object,
      remedy: remedies.join(" ") || undefined,
    });
  const state = isOld
    ? `the stack ${name} has changed and has not been looked at since`
    : `the stack ${name} is ${phase}`;
  // What was looked at counts for the stack as it was; what was never looked at says nothing yet.
  const isUnseen = isOld || (phase === "Pending" && status?.observedGeneration === undefined);
  return reason("deny", isUnseen ? "STACK_PENDING" : "STACK_NOT_READY", sentence(state, why), {
    object,
    remedy: remedies.join(" ") || `Run identikit controller --once, then identikit get agentstack ${name}.`,
  });
}

type StackWithStatus = Pick<KnownObject<typeof agentStack>, "status"> & {
  readonly metadata: { readonly name: string; readonly generation?: number };
};

function sentence(state: string, why: readonly string[]): string {
  return why.length === 0 ? state : `${state}: ${why.join("; ")}`;
}
