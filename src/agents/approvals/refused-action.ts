import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";
import { rightText } from "../admission/decision/access-findings.ts";
import { whoIs } from "../admission/decision/actor-findings.ts";
import type { Organization } from "../admission/rbac/access-state.ts";
import { type ActionName, type ActionTarget, rightsFor } from "../admission/rbac/action-rights.ts";
import { permissionFor } from "../admission/rbac/rights.ts";
import { agentAction } from "../kinds/record/agent-action.ts";
import type { ResourceWriter } from "../resource/resource-store.ts";
import { readAccessState } from "../snapshot/read-snapshot.ts";
import type { Approver } from "./may-decide.ts";

type ActionSpec = z.output<typeof agentAction.spec>;

/** What somebody asks for. */
export interface AskedOf extends Approver {
  readonly namespace: string;
  readonly action: ActionName;
  readonly via: ActionSpec["via"];
  /** What it is done to: its kind and name. */
  readonly of: ActionSpec["target"];
  /** What else counts for the rights. */
  readonly at: Pick<ActionTarget, "repository" | "stack">;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Asks the roles whether somebody may do what they want, and writes down where they may not. It is returned, not thrown, so that the record
 * stays.
 * @returns `POLICY_DENIED`; nothing where they may
 */
export async function refusedAction(
  writer: ResourceWriter,
  organizations: readonly Organization[],
  asked: AskedOf,
  now: Date,
): Promise<IdentikitError | undefined> {
  const { namespace, action, by, host, of, at } = asked;
  const { who } = whoIs(by, namespace, host, at.repository);
  const access = await readAccessState(writer, organizations);
  const rights = rightsFor(action, { namespace, ...at, name: of.name });
  const missing = rights.find((right) => !who || !permissionFor(access, who, right));
  if (!missing) return undefined;
  return await writeRefusal(writer, asked, `they may not ${rightText(missing)}`, now);
}

/** Writes down that somebody may not do what they want. */
export async function writeRefusal(
  writer: ResourceWriter,
  { namespace, action, by, via, of, details }: AskedOf,
  why: string,
  now: Date,
): Promise<IdentikitError> {
  const message = `${by.name} may not ${action} ${of.name}: ${why}`;
  const spec = agentAction.spec.parse({
    ...{ target: of, action, actor: by, via, time: now.toISOString() },
    ...(details === undefined ? {} : { arguments: details }),
  });
  const metadata = { namespace, name: `a-${randomUUID()}` };
  const status = { phase: "Denied" as const, code: "POLICY_DENIED", message: message.slice(0, 4000) };
  await writer.create(agentAction, { kind: agentAction.kind, metadata, spec }, status);
  return new IdentikitError("POLICY_DENIED", message, {
    remedy: "Let somebody ask who may; identikit access review shows what somebody may do.",
  });
}
