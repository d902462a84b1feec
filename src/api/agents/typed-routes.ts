import type { z } from "zod";
import type { Kind } from "../../agents/kinds/kind.ts";
import { agentAction } from "../../agents/kinds/record/agent-action.ts";
import { agentApproval } from "../../agents/kinds/record/agent-approval.ts";
import { agentReviewArtifact } from "../../agents/kinds/record/agent-review-artifact.ts";
import { outboxRequest } from "../../agents/outbox/outbox-request.ts";
import { importBody, planBody } from "./bundle-bodies.ts";
import { type ObjectRoute, objectRoutes } from "./object-routes.ts";
import {
  continueBody,
  decisionBody,
  dryRunBody,
  memoryQueryBody,
  replayBody,
  reviewBody,
  runActionBody,
  toldBody,
  workspaceBody,
} from "./route-bodies.ts";

/** A route as its description has it. */
export interface TypedRoute {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly summary: string;
  /** What is sent: a shape, or an object of a kind. */
  readonly body?: z.ZodType | Kind | undefined;
  /** What is answered: an object of a kind, a page of them, a stream of events, or JSON of its own. */
  readonly answer:
    | { readonly form: "object"; readonly kind: Kind }
    | { readonly form: "list"; readonly kind: Kind }
    | { readonly form: "stream" }
    | { readonly form: "json" };
  readonly query?: readonly string[] | undefined;
}

const action = { form: "object", kind: agentAction } as const;
const json = { form: "json" } as const;
const stream = { form: "stream" } as const;
const post = (
  path: string,
  summary: string,
  body: z.ZodType | undefined,
  answer: TypedRoute["answer"],
): TypedRoute => ({
  ...{ method: "POST", path: `/api/agents/${path}`, summary, body, answer },
});
const watch = (path: string, summary: string, query: readonly string[] = []): TypedRoute => ({
  ...{ method: "GET", path: `/api/watch/orgs/:org${path}`, summary, answer: stream, query },
});

/** The routes beside those of objects. */
const others: readonly TypedRoute[] = [
  {
    method: "GET",
    path: "/api/agents/secrets",
    summary: "The names of sealed secrets; never a value.",
    answer: json,
  },
  post("permissions/review", "What who asks may do, by the bindings that give it.", undefined, json),
  post(
    "rules/:rule/dry-run",
    "What would come of a stored delivery for a rule; nothing is stored.",
    dryRunBody,
    json,
  ),
  post("runs/:run/cancel", "Cancels a run.", runActionBody, action),
  post("runs/:run/retry", "Queues a run that is over for another attempt.", runActionBody, action),
  post(
    "runs/:run/continue",
    "Queues a run for another attempt that is told something.",
    continueBody,
    action,
  ),
  post("runs/:run/resume", "Queues a run for another attempt in the same session.", toldBody, action),
  post("runs/:run/fork", "Queues a run for another attempt in a copy of the session.", toldBody, action),
  post("runs/:run/write-back", "Asks for something to be written to the forge.", outboxRequest, action),
  post("approvals/:approval/decision", "Decides an approval.", decisionBody, {
    form: "object",
    kind: agentApproval,
  }),
  post("reviews/:review/decision", "Decides a review.", reviewBody, {
    form: "object",
    kind: agentReviewArtifact,
  }),
  post("workspaces/:workspace/action", "Does something with a workspace.", workspaceBody, action),
  post("deliveries/:delivery/replay", "Takes in a stored delivery once more.", replayBody, json),
  post(
    "memory/query",
    "Looks something up in the memory, of what who asks may see; it is on record.",
    memoryQueryBody,
    json,
  ),
  post("mcp/:server/probe", "Asks for a server to be looked at again.", undefined, action),
  post(
    "config/bundles/plan",
    "What importing a bundle into the config database would do; nothing is written, and no secret is shown.",
    planBody,
    json,
  ),
  post(
    "config/bundles/import",
    "Imports a bundle into the config database: all of it or nothing.",
    importBody,
    json,
  ),
  watch("/agentdispatchruns", "The runs, and every change of them."),
  watch("/agentapprovals", "The approvals, and every change of them."),
  watch("", "The objects of some kinds, and every change of them.", ["kinds", "after", "attempt"]),
  { method: "GET", path: "/api/openapi.json", summary: "This document.", answer: json },
];

/** Every route of `/api/agents/`, `/api/watch/` and this description of them. */
export const typedRoutes: readonly TypedRoute[] = [...objectRoutes.map(describedRoute), ...others];

function describedRoute({ method, path, kind }: ObjectRoute): TypedRoute {
  const whole = `/api/agents/${path}`;
  if (method === "POST")
    return {
      method,
      path: whole,
      summary: `Makes one: ${kind.summary}`,
      body: kind,
      answer: { form: "object", kind },
    };
  return {
    ...{ method, path: whole, summary: `A page of a list: ${kind.summary}`, answer: { form: "list", kind } },
    query: ["limit", "continue", "labelSelector", "fieldSelector"],
  };
}
