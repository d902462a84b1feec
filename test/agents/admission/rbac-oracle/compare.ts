import { clusterObjects } from "../../../../src/agents/admission/cluster/cluster-objects.ts";
import { rightsCoverage } from "../../../../src/agents/admission/rbac/covers.ts";
import { type AccessIdentity, actorIdentity } from "../../../../src/agents/admission/rbac/identity.ts";
import { permissionFor, rulesOf } from "../../../../src/agents/admission/rbac/rights.ts";
import type { Actor } from "../../../../src/agents/kinds/actor.ts";
import { canonicalJson } from "../../../../src/document/canonical-json.ts";
import type { Asker, Authorizer } from "./authorizer.ts";
import { GeneratedWorld } from "./generated-world.ts";

/** What a comparison came to. */
export interface Comparison {
  requests: number;
  allowed: number;
  escalations: number;
  refused: number;
  readonly differences: string[];
}

export function noComparison(): Comparison {
  return { requests: 0, allowed: 0, escalations: 0, refused: 0, differences: [] };
}

/** Asks this project and Kubernetes the same about one generated world, and adds what both say to a comparison. */
export async function compareWorld(
  seed: number,
  requests: number,
  authorizer: Authorizer,
  into: Comparison,
): Promise<void> {
  const world = new GeneratedWorld(seed);
  const { objects } = clusterObjects(world.state);
  const asks = Array.from({ length: requests }, () => {
    const { actor, ask } = world.nearAsk();
    return { who: known(actor), ask };
  });
  const theirs = await authorizer.authorize(
    objects,
    asks.map(({ who, ask }) => ({ ...asker(who), ...ask })),
  );
  for (const [at, { who, ask }] of asks.entries()) {
    const ours = permissionFor(world.state, who, ask) !== undefined;
    into.requests++;
    if (ours) into.allowed++;
    if (ours !== theirs[at])
      into.differences.push(
        `seed ${seed}: ${ours} here, ${theirs[at]} there: ${JSON.stringify({ who, ask })}`,
      );
  }
  await compareEscalation(seed, world, authorizer, into);
}

/** Whether somebody may give rules away, and what of them they lack. */
async function compareEscalation(
  seed: number,
  world: GeneratedWorld,
  authorizer: Authorizer,
  into: Comparison,
): Promise<void> {
  const who = known(world.holder());
  const namespace = world.namespace();
  const own = rulesOf(world.state, who, { namespace });
  const given = seed % 2 === 0 ? world.rules(2) : world.rulesWithin(own);
  const ours = rightsCoverage(own, given);
  const { covered, missing } = await authorizer.covers(own, given);
  const mayGive = await authorizer.confirm(clusterObjects(world.state).objects, asker(who), namespace, given);
  into.escalations++;
  if (!ours.covered) into.refused++;
  const isSame =
    ours.covered === covered &&
    ours.covered === mayGive &&
    canonicalJson(ours.missing) === canonicalJson(missing ?? []);
  if (!isSame)
    into.differences.push(
      `seed ${seed}: ${JSON.stringify({ who, namespace, given, own, ours, covered, missing, mayGive })}`,
    );
}

function known(actor: Actor): AccessIdentity {
  const who = actorIdentity(actor, "tidewater", actor.groups);
  if (!who) throw new Error(`nobody is called ${actor.name}`);
  return who;
}

function asker({ name, groups }: AccessIdentity): Asker {
  return { user: name, groups };
}
