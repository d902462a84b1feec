import type { z } from "zod";
import type { AdmissionSnapshot } from "../admission/decision/admission-snapshot.ts";
import { type agentStack, mostSeenImages } from "../kinds/config/agent-stack.ts";
import { clientFindings, clientSeen } from "./checks/client-findings.ts";
import { accountFindings, imageFindings, roleFindings } from "./checks/identity-findings.ts";
import { needFindings } from "./checks/need-findings.ts";
import { policyFindings } from "./checks/policy-findings.ts";
import { serverFindings } from "./checks/server-findings.ts";
import { skillFindings } from "./checks/skill-findings.ts";
import { subagentFindings } from "./checks/subagent-findings.ts";
import { toolFindings } from "./checks/tool-findings.ts";
import { launchProfile } from "./launch-profile.ts";
import { makeConditions } from "./make-conditions.ts";
import { type ReadinessFinding, readinessFinding } from "./readiness-finding.ts";
import type { StackFacts } from "./stack-facts.ts";
import { type StackObject, type StackView, viewStack } from "./stack-parts.ts";

type SeenImage = NonNullable<z.output<typeof agentStack.status>["identityHistory"]>[number];

/**
 * The status of a stack: its phase, every condition, and the profile with which its runs start. It depends on its arguments alone, and
 * not on the order of what is in them; nothing that was not seen counts as proven.
 */
export function stackStatus(
  stack: StackObject,
  snapshot: AdmissionSnapshot,
  facts: StackFacts,
): z.output<typeof agentStack.status> {
  const view = viewStack(stack, snapshot, facts);
  const launch = launchProfile(view);
  const { phase, conditions } = makeConditions(
    [...stackFindings(view), ...(launch ? [] : [profileTooLarge()])],
    {
      now: snapshot.now,
      generation: stack.metadata.generation,
      before: stack.status?.conditions ?? [],
    },
  );
  const client = ownSighting(view);
  const identity = facts.image && facts.image.image === stack.spec.image ? facts.image : undefined;
  const history = identityHistory(stack.status?.identityHistory ?? [], identity);
  return {
    phase,
    ...(stack.metadata.generation === undefined ? {} : { observedGeneration: stack.metadata.generation }),
    conditions,
    ...(client ? { client } : {}),
    ...(identity ? { identity } : {}),
    ...(history.length > 0 ? { identityHistory: history } : {}),
    ...(launch ? { snapshot: launch.snapshot, profile: launch.profile } : {}),
  };
}

function stackFindings(view: StackView): ReadinessFinding[] {
  return [
    ...clientFindings(view),
    ...accountFindings(view),
    ...roleFindings(view),
    ...needFindings(view),
    ...toolFindings(view),
    ...serverFindings(view),
    ...skillFindings(view),
    ...subagentFindings(view),
    ...policyFindings(view),
    ...imageFindings(view),
  ];
}

/** The same answer about the same image again is no new entry. */
function identityHistory(before: readonly SeenImage[], now: SeenImage | undefined): SeenImage[] {
  const [newest] = before;
  const isSame =
    newest !== undefined &&
    now !== undefined &&
    [newest.image, newest.treeDigest, newest.verdict].join() ===
      [now.image, now.treeDigest, now.verdict].join();
  if (!now || isSame) return [...before];
  const { image, treeDigest, verdict, seenAt } = now;
  return [{ image, treeDigest, verdict, seenAt }, ...before].slice(0, mostSeenImages);
}

/** The sighting that counts is kept with the stack, so that it is known where the client is not. */
function ownSighting(view: StackView) {
  const seen = clientSeen(view);
  const before = view.stack.status?.client;
  // The same sighting of another stack is no news.
  if (seen && before && before.of === seen.of && before.version === seen.version && sameWords(before, seen))
    return before.seenAt < seen.seenAt && view.stack.spec.adapter.version === undefined ? seen : before;
  return seen;
}

function sameWords(
  { capabilities: a }: { readonly capabilities: readonly string[] },
  { capabilities: b }: { readonly capabilities: readonly string[] },
): boolean {
  return a.join() === b.join();
}

function profileTooLarge(): ReadinessFinding {
  return readinessFinding(
    "PolicyAdmitted",
    "ProfileTooLarge",
    "the launch profile has more than 512 KiB",
    "Move long prompts of the stack and of its subagents into skills.",
  );
}
