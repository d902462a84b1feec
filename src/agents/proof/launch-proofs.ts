import { contentDigest } from "../admission/decision/basis.ts";
import { isContextIntact } from "../context/context-bundle.ts";
import { proven, type RunProof, sameDigest } from "./proof.ts";
import type { RunEvidence } from "./run-evidence.ts";

/** What attempts were launched with: stack, rights, context, and the ticket that says so. */
export function launchProofs(evidence: RunEvidence): readonly RunProof[] {
  const { run, attempts, contexts } = evidence;
  return [
    ...contexts.map(({ metadata, spec }) =>
      proven(
        `context ${metadata.name}`,
        isContextIntact(spec) && run.status.contextDigest === spec.digest,
        spec.digest,
        `its content or the run's ${run.status.contextDigest ?? "record"} is another than ${spec.digest}`,
      ),
    ),
    ...attempts.flatMap((attempt) => [...attemptProofs(evidence, attempt)]),
  ];
}

function* attemptProofs(
  { actions, contexts }: RunEvidence,
  { metadata: { name }, spec }: RunEvidence["attempts"][number],
): Generator<RunProof, void> {
  const { stackSnapshot, permissionSnapshot, ticketDigest, identityDigest, contextBundle } = spec;
  yield sameDigest(`stack snapshot of ${name}`, stackSnapshot.digest, contentDigest(stackSnapshot.profile));
  yield proven(
    `context of ${name}`,
    contexts.some(({ metadata }) => metadata.name === contextBundle),
    `${contextBundle}`,
    `the context ${contextBundle ?? "of it"} is not there`,
  );
  const action = actions.find(({ spec: { arguments: said } }) => said?.attempt === name && said.ticketDigest);
  const admission = action?.status.admission;
  if (!action || !admission) {
    yield {
      subject: `launch of ${name}`,
      state: "differs",
      detail: "there is no record of who launched it, on which grounds",
    };
    return;
  }
  const { digest, ...decided } = admission;
  const again = contentDigest(decided);
  yield sameDigest(`permission snapshot of ${name}`, permissionSnapshot, again);
  yield proven(`admission of ${name}`, digest === again, digest, `${again} instead of ${digest}`);
  yield sameDigest(`ticket of ${name}`, ticketDigest, String(action.spec.arguments?.ticketDigest));
  // Attempts of earlier releases have none.
  const identity = action.spec.arguments?.identity;
  if (identity !== undefined || identityDigest !== undefined)
    yield sameDigest(`identity of ${name}`, identityDigest, String(identity));
}
