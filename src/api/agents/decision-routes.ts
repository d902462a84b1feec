import { type DecidePorts, decideApproval } from "../../agents/approvals/decide-approval.ts";
import { decideReview } from "../../agents/approvals/decide-review.ts";
import type { Actor } from "../../agents/kinds/actor.ts";
import { agentApproval } from "../../agents/kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { agentReviewArtifact } from "../../agents/kinds/record/agent-review-artifact.ts";
import { jsonAnswer } from "../kubernetes/answer.ts";
import { objectForm } from "../kubernetes/object-form.ts";
import { jsonBody } from "../kubernetes/request-body.ts";
import { decisionBody, reviewBody } from "./route-bodies.ts";
import type { TypedRouter } from "./typed-router.ts";
import { bodyAs } from "./unanswered.ts";

export interface DecisionRoutesOptions extends DecidePorts {
  readonly organization: string;
  /** What the host says of somebody who decides; nothing where it cannot be asked. */
  readonly factsOf: (actor: Actor, repository: string) => Promise<DecideFacts>;
}

type DecideFacts = Parameters<typeof decideApproval>[1]["host"];

/** What people decide. Who may is asked where it is decided, with what the host says of them; the token's scopes are held here. */
export function addDecisionRoutes(router: TypedRouter, options: DecisionRoutesOptions): void {
  const { store, organization: namespace, factsOf } = options;
  const hostFacts = async (
    user: Actor,
    kind: typeof agentApproval | typeof agentReviewArtifact,
    name: string,
  ) => {
    const repository = await store.read(async (reader) => {
      const asked = await reader.get(kind, { namespace, name });
      const run = asked && (await reader.get(agentDispatchRun, { namespace, name: asked.spec.run }));
      return run?.spec.repository;
    });
    return repository === undefined ? undefined : await factsOf(user, repository);
  };
  router.on("POST", "/api/agents/approvals/:approval/decision", async ({ req }, user) => {
    const sent = bodyAs(decisionBody, await jsonBody(req.raw));
    const name = req.param("approval") ?? "";
    router.demandScope(user, sent.verdict, { name });
    const host = await hostFacts(user, agentApproval, name);
    const decision = { namespace, name, ...sent, by: user, host, via: "console" as const };
    return jsonAnswer(objectForm(await decideApproval(options, decision)));
  });
  router.on("POST", "/api/agents/reviews/:review/decision", async ({ req }, user) => {
    const sent = bodyAs(reviewBody, await jsonBody(req.raw));
    const name = req.param("review") ?? "";
    router.demandScope(user, sent.verdict, { name });
    const host = await hostFacts(user, agentReviewArtifact, name);
    const decision = { namespace, name, ...sent, by: user, host, via: "api" as const };
    return jsonAnswer(objectForm(await decideReview(options, decision)));
  });
}
