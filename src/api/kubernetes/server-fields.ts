import type { Actor } from "../../agents/kinds/actor.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { agentPause } from "../../agents/kinds/record/agent-pause.ts";
import type { Declared } from "../../agents/resource/resource.ts";
import type { ResourceStore, ResourceWriter } from "../../agents/resource/resource-store.ts";

/**
 * A store for one person that writes itself what only the server can know: who asks, and when. What they say of that themselves does not
 * count, and neither does what they say of the host's facts or of what led to a run: nobody starts a run in another's name.
 */
export function stampedStore(store: ResourceStore, user: Actor, now: () => Date): ResourceStore {
  return {
    read: (work) => store.read(work),
    write: (work, options) => store.write((writer) => work(stampedWriter(writer, user, now)), options),
    asRepository: () => stampedStore(store.asRepository(), user, now),
    watch: (kinds, after, options) => store.watch(kinds, after, options),
  };
}

function stampedWriter(writer: ResourceWriter, user: Actor, now: () => Date): ResourceWriter {
  return {
    get: (kind, key) => writer.get(kind, key),
    list: (kind, query) => writer.list(kind, query),
    each: (kind, query) => writer.each(kind, query),
    countPhases: (namespace, queries, most) => writer.countPhases(namespace, queries, most),
    revisionOf: (kinds) => writer.revisionOf(kinds),
    hold: (kind, key) => writer.hold(kind, key),
    create: (kind, object, status) => writer.create(kind, stamped(kind, object, user, now()), status),
    update: async (kind, object, expected) => {
      const before = kind.kind === agentPause.kind ? await writer.get(kind, object.metadata) : undefined;
      return await writer.update(kind, before ? withSpec(object, pauseFacts(before.spec)) : object, expected);
    },
    setStatus: (kind, key, status, expected) => writer.setStatus(kind, key, status, expected),
    delete: (kind, key, expected) => writer.delete(kind, key, expected),
  };
}

function stamped<One extends Kind>(
  { kind }: One,
  object: Declared<One>,
  user: Actor,
  now: Date,
): Declared<One> {
  const time = now.toISOString();
  switch (kind) {
    case agentDispatchRun.kind:
      return withSpec(object, {
        requestedBy: user,
        host: undefined,
        triggerRule: undefined,
        delivery: undefined,
        parentRun: undefined,
        chainDepth: 0,
        source: "manual",
      });
    case agentPause.kind:
      return withSpec(object, { by: user, since: time });
    default:
      return object;
  }
}

/** Who set a pause stays who set it, whoever changes its reason. */
function pauseFacts({ by, since }: { readonly by?: unknown; readonly since?: unknown }): object {
  return { by, since };
}

function withSpec<One extends Kind>(object: Declared<One>, facts: object): Declared<One> {
  const spec = { ...object.spec, ...facts };
  for (const [name, value] of Object.entries(facts))
    if (value === undefined) Reflect.deleteProperty(spec, name);
  return { ...object, spec };
}
