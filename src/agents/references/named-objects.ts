import type { z } from "zod";
import type { RunCondition } from "../dispatch/run-conditions.ts";
import { allKinds } from "../kinds/all-kinds.ts";
import type { agentRunnerPool } from "../kinds/config/agent-runner-pool.ts";
import { agentServiceAccount } from "../kinds/config/agent-service-account.ts";
import { agentSubagent } from "../kinds/config/agent-subagent.ts";
import { referencesOf } from "../kinds/references.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import { isPoolKey } from "../tickets/sealed-content.ts";

/** Whether what a subagent names exists, and no chain of subagents leads back to it. */
export async function subagentCondition(
  reader: ResourceReader,
  subagent: Resource<typeof agentSubagent>,
): Promise<RunCondition> {
  const { namespace, name } = subagent.metadata;
  for (const named of namedBy(subagent.kind, subagent.spec)) {
    const kind = allKinds.find((one) => one.kind === named.kind);
    if (!kind || (await reader.get(kind, { namespace, name: named.name }))) continue;
    return notSo(
      "Valid",
      "ReferenceMissing",
      `It names ${kind.plural}/${named.name}, which does not exist.`,
      {
        remedy: `Declare ${kind.plural}/${named.name}, or take it out of agentsubagents/${name}.`,
      },
    );
  }
  const chain = await chainBack(reader, subagent);
  if (!chain) return so("Valid", "Valid", "What it names exists, and no subagent calls it back.");
  const shown = chain.join(" -> ");
  return notSo("Valid", "SubagentCycle", `It leads back to itself: ${shown}.`, {
    remedy: `Take one of them out of subagents of another: ${shown}.`,
  });
}

/** Whether the key of a pool is one of age, and the account of its runners exists. */
export async function poolCondition(
  reader: ResourceReader,
  { metadata: { namespace, name }, spec }: Resource<typeof agentRunnerPool>,
): Promise<RunCondition> {
  if (!(await isPoolKey(spec.publicKey)))
    return notSo("Ready", "KeyInvalid", `Its public key ${spec.publicKey} is not one of age.`, {
      remedy: "Make a key with age-keygen, and write its public half into the runner pool.",
    });
  const { serviceAccount } = spec;
  if (serviceAccount === undefined)
    return so("Ready", "Ready", "Its key is valid, and it names no account for its runners.");
  const account = await reader.get(agentServiceAccount, { namespace, name: serviceAccount });
  if (account?.spec.usedBy === "runner")
    return so("Ready", "Ready", "Its key is valid, and the account of its runners exists.");
  const object = `agentserviceaccounts/${serviceAccount}`;
  return account
    ? notSo("Ready", "AccountNotForRunners", `${object} is an account of ${account.spec.usedBy}s.`, {
        remedy: `Set usedBy: runner in ${object}, or name another account in agentrunnerpools/${name}.`,
      })
    : notSo("Ready", "ReferenceMissing", `It names ${object}, which does not exist.`, {
        remedy: `Declare ${object}, or take it out of agentrunnerpools/${name}.`,
      });
}

/** What an object names, by the fields that name other objects. */
export function namedBy(kind: string, spec: object): { readonly kind: string; readonly name: string }[] {
  return (referencesOf[kind] ?? []).flatMap(({ path, kind: other }) =>
    valuesAt({ spec }, path.slice(1).split(".")).map((name) => ({ kind: other, name })),
  );
}

/** What a condition says that is so. */
export function so(type: string, reason: string, message: string): RunCondition {
  return { type, status: "True", reason, message };
}

/** What a condition says that is not so, and what to do about it. */
export function notSo(
  type: string,
  reason: string,
  message: string,
  { remedy }: { readonly remedy: string },
): RunCondition {
  return { type, status: "False", severity: "warning", reason, message, remedy };
}

/** What nobody could look at. */
export function notKnown(type: string, reason: string, message: string, remedy: string): RunCondition {
  return { type, status: "Unknown", reason, message, remedy };
}

function valuesAt(value: unknown, [key, ...rest]: readonly string[]): string[] {
  if (key === undefined) return typeof value === "string" ? [value] : [];
  const isList = key.endsWith("[]");
  const inner = Object(value)[isList ? key.slice(0, -2) : key];
  if (!isList) return valuesAt(inner, rest);
  return Array.isArray(inner) ? inner.flatMap((each) => valuesAt(each, rest)) : [];
}

/** The names from a subagent back to it, where one of those that it calls does. */
async function chainBack(
  reader: ResourceReader,
  { metadata: { namespace, name }, spec }: Resource<typeof agentSubagent>,
): Promise<readonly string[] | undefined> {
  const seen = new Set<string>();
  const visit = async (
    calls: z.output<typeof agentSubagent.spec>["subagents"],
    path: readonly string[],
  ): Promise<readonly string[] | undefined> => {
    for (const called of calls ?? []) {
      if (called === name) return [...path, called];
      if (seen.has(called)) continue;
      seen.add(called);
      const next = await reader.get(agentSubagent, { namespace, name: called });
      const found = await visit(next?.spec.subagents, [...path, called]);
      if (found) return found;
    }
    return undefined;
  };
  return await visit(spec.subagents, [name]);
}
