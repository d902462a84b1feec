import { type Context, Hono } from "hono";
import { agentDispatchAttempt } from "../../agents/kinds/record/agent-dispatch-attempt.ts";
import type { ResourceKey } from "../../agents/resource/resource.ts";
import type { ResourceStore } from "../../agents/resource/resource-store.ts";
import {
  type AttemptReport,
  attemptReport,
  type ReportAnswer,
} from "../../agents/run-bundle/attempt-report.ts";
import { type AppendTokensOf, isAppendToken } from "../../agents/tickets/append-token.ts";
import { bearerToken } from "../kubernetes/access.ts";
import { jsonAnswer, withHeaders } from "../kubernetes/answer.ts";
import { jsonBody } from "../kubernetes/request-body.ts";
import { faultAnswer } from "./fault-answer.ts";
import { errorAnswer } from "./forward.ts";

export interface AttemptReportsOptions {
  readonly store: ResourceStore;
  readonly organization: string;
  readonly take: (key: ResourceKey, report: AttemptReport) => Promise<ReportAnswer>;
  readonly tokensOf: AppendTokensOf;
  readonly onFault: (thrown: unknown) => void;
}

/**
 * The route to which the supervisor of an attempt reports while its agent works. Its token is good for this attempt only, and for nothing
 * but this; who has none learns nothing, not even whether there is such an attempt.
 */
export function attemptReports(options: AttemptReportsOptions): Hono {
  return new Hono().post("/api/agents/attempts/:attempt/events", async (context) => {
    try {
      return withHeaders(await answer(options, context));
    } catch (thrown) {
      return withHeaders(faultAnswer(thrown, options.onFault));
    }
  });
}

async function answer(
  { store, organization: namespace, take, tokensOf }: AttemptReportsOptions,
  { req }: Context,
): Promise<Response> {
  const key = { namespace, name: req.param("attempt") ?? "" };
  const token = bearerToken(req.header("authorization") ?? null) ?? "";
  const attempt = await store.read((reader) => reader.get(agentDispatchAttempt, key));
  const ticket = attempt?.spec.ticket?.id;
  const isOurs = (req.query("org") ?? namespace) === namespace;
  if (ticket === undefined || !isOurs || !isAppendToken(token, tokensOf(ticket)))
    return errorAnswer(401, "AUTH_REQUIRED", "the request bears no token of that attempt");
  const read = attemptReport.safeParse(await jsonBody(req.raw));
  const wrong = read.error?.issues[0];
  if (read.data === undefined)
    return errorAnswer(422, "RESOURCE_INVALID", `${wrong?.path.join(".")}: ${wrong?.message}`);
  return jsonAnswer(await take(key, read.data));
}
