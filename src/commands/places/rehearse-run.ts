import { admit } from "../../agents/admission/decision/admit.ts";
import { type DispatchServices, snapshotNow } from "../../agents/dispatch/dispatch-services.ts";
import { type ContextServices, runContext, storedLabels } from "../../agents/dispatch/run-context.ts";
import { currentFacts, runRequest } from "../../agents/dispatch/run-request.ts";
import { agentStack } from "../../agents/kinds/config/agent-stack.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { objectMissing } from "../../agents/store/object-fault.ts";
import type { Rehearse } from "../../console/compose/compose-form.ts";

const name = "dry-run";

/**
 * Rehearses a run that somebody puts together: the host is asked about them and the place, admission decides, and the context is put together
 * with the files and the memory of now. Nothing is stored.
 */
export function rehearseRun(services: DispatchServices & ContextServices, signal: AbortSignal): Rehearse {
  return async ({ organization: namespace, by, spec: asked }) => {
    const given = agentDispatchRun.spec.parse({ ...asked, requestedBy: by, source: "manual" });
    const { repository, sourceRefs } = given;
    const { ref, pullRequest } = sourceRefs;
    const place = await services.repositories.placeOf({ repository, ref, pullRequest }, signal);
    const spec = { ...given, sourceRefs: { ...sourceRefs, ...place.refs } };
    const key = { namespace, name: spec.agentStack };
    const { stack, labels } = await services.store.read(async (reader) => ({
      stack: await reader.get(agentStack, key),
      labels: await storedLabels(reader, namespace),
    }));
    if (!stack) throw objectMissing(agentStack, key);
    const host = await currentFacts(services, spec, signal);
    const snapshot = await snapshotNow(services, namespace);
    const decision = admit({ ...runRequest(namespace, name, spec, "dry-run"), host }, snapshot);
    const creationTimestamp = services.now().toISOString();
    const metadata = { namespace, name, uid: name, generation: 1, resourceVersion: "", creationTimestamp };
    const run = {
      kind: agentDispatchRun.kind,
      metadata: { ...metadata, managedByRepository: false },
      spec,
      status: {},
    };
    const { bundle: context } = await runContext(
      services,
      { run, stack, delivery: undefined, labels, host },
      signal,
    );
    return { spec, decision, context };
  };
}
