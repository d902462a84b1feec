import type { z } from "zod";
import type { ConfigDatabase } from "../../config/database.ts";
import { type RunCondition, withCondition } from "../dispatch/run-conditions.ts";
import { allKinds } from "../kinds/all-kinds.ts";
import { agentConfigSet } from "../kinds/config/agent-config.ts";
import { agentConfigGrant } from "../kinds/config/agent-config-grant.ts";
import { agentSecretGrant } from "../kinds/config/agent-secret-grant.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import type { WorkKey } from "../store/queue/work-queue.ts";
import type { SqlStore } from "../store/sql-store.ts";

type GrantSpec = z.output<typeof agentSecretGrant.spec> | z.output<typeof agentConfigGrant.spec>;

/** How often it is looked whether the secret is there still: nobody is told of that. */
const lookEveryMs = 60 * 60 * 1000;

/**
 * Says of a grant whether it gives anything. A grant whose time ends changes by that, so that whoever watches grants, such as the
 * controller of stacks, looks again.
 * @returns when to look again, in milliseconds; nothing for one that is gone
 */
export async function settleGrant(
  { store, database }: { readonly store: SqlStore; readonly database: ConfigDatabase },
  { kind, namespace, name }: WorkKey,
  now: Date,
): Promise<number | undefined> {
  const isSecret = kind === agentSecretGrant.kind;
  const secrets = await database.transaction("read", ({ query }) =>
    query.selectFrom("secret").select("name").execute(),
  );
  return await store.write(async (writer) => {
    const grant = await writer.get(isSecret ? agentSecretGrant : agentConfigGrant, { namespace, name });
    if (!grant) return undefined;
    const fault = await faultOf(
      writer,
      namespace,
      grant.spec,
      new Set(secrets.map((secret) => secret.name)),
      now,
    );
    const { generation, resourceVersion } = grant.metadata;
    const conditions = withCondition(grant.status.conditions, validCondition(fault), now.toISOString());
    const status = { ...grant.status, observedGeneration: generation, conditions };
    await writer.setStatus(isSecret ? agentSecretGrant : agentConfigGrant, grant.metadata, status, {
      resourceVersion,
    });
    const left =
      grant.spec.expires === undefined ? lookEveryMs : Date.parse(grant.spec.expires) - now.getTime();
    return left > 0 ? Math.min(left, lookEveryMs) : lookEveryMs;
  });
}

interface GrantFault {
  readonly reason: "Expired" | "NothingThere" | "SubjectMissing";
  readonly message: string;
  readonly remedy: string;
}

async function faultOf(
  reader: ResourceReader,
  namespace: string,
  spec: GrantSpec,
  secrets: ReadonlySet<string>,
  now: Date,
): Promise<GrantFault | undefined> {
  const { expires, subject } = spec;
  if (expires !== undefined && Date.parse(expires) <= now.getTime())
    return {
      reason: "Expired",
      message: `It ended at ${expires}.`,
      remedy: "Give it a later end, or delete it.",
    };
  const what =
    "secretRef" in spec ? `the secret ${spec.secretRef.name}` : `the config ${spec.configRef.name}`;
  const isThere =
    "secretRef" in spec
      ? secrets.has(spec.secretRef.name)
      : (await reader.get(agentConfigSet, { namespace, name: spec.configRef.name })) !== undefined;
  if (!isThere)
    return {
      reason: "NothingThere",
      message: `There is no ${what.slice(4)}.`,
      remedy: `Make ${what}, or delete the grant.`,
    };
  const kind = allKinds.find((one) => one.kind === subject.kind);
  // Organisations, people and groups are not objects of ours.
  if (!kind || (await reader.get(kind, { namespace, name: subject.name }))) return undefined;
  const message = `There is no ${subject.kind} ${subject.name}.`;
  return { reason: "SubjectMissing", message, remedy: "Declare it, or delete the grant." };
}

function validCondition(fault: GrantFault | undefined): RunCondition {
  const common = { type: "Valid" };
  if (!fault) return { ...common, status: "True", reason: "Valid", message: "It gives what it names." };
  return { ...common, status: "False", severity: "warning", ...fault };
}
