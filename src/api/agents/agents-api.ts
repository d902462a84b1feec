import { type Context, Hono } from "hono";
import { rightText } from "../../agents/admission/decision/access-findings.ts";
import { type ActionTarget, rightsFor } from "../../agents/admission/rbac/action-rights.ts";
import { type DecidePorts, decideApproval } from "../../agents/approvals/decide-approval.ts";
import type { Actor } from "../../agents/kinds/actor.ts";
import { allKinds } from "../../agents/kinds/all-kinds.ts";
import { writeBackAction } from "../../agents/kinds/fields.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import { workspaceAction } from "../../agents/kinds/record/agent-action.ts";
import { agentApproval } from "../../agents/kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { agentToolEvent } from "../../agents/kinds/record/agent-tool-event.ts";
import { agentWorkspace } from "../../agents/kinds/record/agent-workspace.ts";
import { type OutboxRequest, outboxRequest } from "../../agents/outbox/outbox-request.ts";
import {
  actOnRun,
  actOnWorkspace,
  askForWriteBack,
  type PersonAction,
} from "../../agents/workspaces/person-actions.ts";
import { IdentikitError } from "../../fault/error.ts";
import { bearerToken } from "../kubernetes/access.ts";
import { jsonAnswer, withHeaders } from "../kubernetes/answer.ts";
import { refusalOf } from "../kubernetes/fault-status.ts";
import { objectForm } from "../kubernetes/object-form.ts";
import { patientStream } from "../kubernetes/patient-stream.ts";
import { jsonBody, objectOf } from "../kubernetes/request-body.ts";
import { reasons } from "../kubernetes/status.ts";
import type { TokenAccess } from "../kubernetes/token-access.ts";
import { errorAnswer, forward, type ObjectsApi } from "./forward.ts";
import { objectEvents } from "./object-events.ts";
import { objectRoutes } from "./object-routes.ts";

export interface AgentsApiOptions extends DecidePorts {
  readonly access: TokenAccess;
  /** What answers `/apis/identikit.dev`. */
  readonly objects: ObjectsApi;
  readonly organization: string;
  /** The names of sealed secrets; their values have no way here. */
  readonly secretNames: () => Promise<readonly string[]>;
  /** What would come of a stored delivery for one rule; nothing is stored. */
  readonly dryRun: (rule: string, delivery: string) => Promise<object>;
  /** What the host says of somebody who decides; nothing where it cannot be asked. */
  readonly factsOf: (actor: Actor, repository: string) => Promise<DecideFacts>;
  readonly signal: AbortSignal;
  readonly onFault: (thrown: unknown) => void;
}

type DecideFacts = Parameters<typeof decideApproval>[1]["host"];

const streamMs = 24 * 60 * 60 * 1000;
/** Codes whose status follows from none of Kubernetes' words. */
const statusOf: Readonly<Record<string, number>> = {
  POLICY_DENIED: 403,
  APPROVAL_CLOSED: 409,
  APPROVAL_DIFFERS: 409,
  HOST_UNREACHABLE: 503,
  HOST_DENIED: 503,
};

/**
 * The routes of the agent platform by their short names. Those of objects are requests of Kubernetes' protocol in other words; the others
 * ask for the rights of the action that they are, write down who asked, and do it.
 */
export function agentsApi(options: AgentsApiOptions): Hono {
  const { access, store, organization, now, secretNames, dryRun, onFault } = options;
  const app = new Hono();
  const signedIn = async ({ req }: Context): Promise<Actor> => {
    const user = await access.authenticate(bearerToken(req.header("authorization") ?? null));
    if (!user) throw new Unanswered(401, "AUTH_REQUIRED", "the request bears no token that counts");
    const asked = req.param("org") ?? req.query("org") ?? organization;
    if (asked !== organization)
      throw new Unanswered(404, "NOT_FOUND", `there is no organisation ${JSON.stringify(asked)}`);
    return user;
  };
  const demand = async (
    user: Actor,
    action: Parameters<typeof rightsFor>[0],
    target: Omit<ActionTarget, "namespace">,
  ) => {
    const missing = await access.missingRight(
      user,
      rightsFor(action, { ...target, namespace: organization }),
    );
    if (missing) throw new Unanswered(403, "POLICY_DENIED", `${user.name} may not ${rightText(missing)}`);
  };
  const mayList = async (user: Actor, resource: string, namespace: string) => {
    const question = {
      user,
      kind: "resource" as const,
      verb: "list",
      group: "identikit.dev",
      resource,
      namespace,
    };
    const { allowed, reason } = await access.authorize(question);
    if (!allowed)
      throw new Unanswered(403, "POLICY_DENIED", `${user.name} may not list ${resource}: ${reason}`);
  };
  const on = (
    method: "GET" | "POST",
    path: string,
    answer: (context: Context, user: Actor) => Promise<Response>,
  ) =>
    app.on(method, path, async (context) => {
      try {
        return withHeaders(await answer(context, await signedIn(context)));
      } catch (thrown) {
        return withHeaders(faultAnswer(thrown, onFault));
      }
    });

  for (const route of objectRoutes)
    on(route.method, `/api/agents/${route.path}`, async ({ req }) => {
      const part = route.selects && req.param(route.selects.part);
      return await forward(options.objects, req.raw, route, { organization, part });
    });
  on("GET", "/api/agents/secrets", async (_, user) => {
    await mayList(user, "agentsecretgrants", organization);
    return jsonAnswer({ items: (await secretNames()).map((name) => ({ name })) });
  });
  on("POST", "/api/agents/permissions/review", async (_, user) =>
    jsonAnswer({ user: user.name, bindings: await access.review(user) }),
  );
  on("POST", "/api/agents/rules/:rule/dry-run", async ({ req }, user) => {
    const { delivery } = objectOf(await jsonBody(req.raw));
    await demand(user, "dry-run", {});
    return jsonAnswer(await dryRun(req.param("rule") ?? "", String(delivery)));
  });
  for (const action of ["cancel", "retry", "continue", "resume", "fork"] as const)
    on("POST", `/api/agents/runs/:run/${action}`, async ({ req }, user) => {
      const key = { namespace: organization, name: req.param("run") ?? "" };
      const run = await store.read((reader) => reader.get(agentDispatchRun, key));
      await demand(user, action, {
        name: key.name,
        repository: run?.spec.repository,
        stack: run?.spec.agentStack,
      });
      const { message } = objectOf((await jsonBody(req.raw)) ?? {});
      if (action === "continue" && typeof message !== "string")
        throw new Unanswered(422, "RESOURCE_INVALID", "message: must be what the agent is told");
      return jsonAnswer(objectForm(await actOnRun(store, personAction(key, action, user, message), now())));
    });
  on("POST", "/api/agents/runs/:run/write-back", async ({ req }, user) => {
    const key = { namespace: organization, name: req.param("run") ?? "" };
    const run = await store.read((reader) => reader.get(agentDispatchRun, key));
    await demand(user, "write-back", { name: key.name, repository: run?.spec.repository });
    const request = writeBackRequest(await jsonBody(req.raw));
    const asked = { ...personAction(key, "write-back", user, undefined), request };
    return jsonAnswer(objectForm(await askForWriteBack(store, asked, now())));
  });
  on("POST", "/api/agents/approvals/:approval/decision", async ({ req }, user) => {
    const { digest, verdict, comment } = objectOf(await jsonBody(req.raw));
    const key = { namespace: organization, name: req.param("approval") ?? "" };
    if (verdict !== "approve" && verdict !== "reject")
      throw new Unanswered(422, "RESOURCE_INVALID", "verdict: must be approve or reject");
    const repository = await store.read(async (reader) => {
      const approval = await reader.get(agentApproval, key);
      const run = approval && (await reader.get(agentDispatchRun, { ...key, name: approval.spec.run }));
      return run?.spec.repository;
    });
    const host = repository === undefined ? undefined : await options.factsOf(user, repository);
    const said = typeof comment === "string" ? { comment } : {};
    const decision = {
      ...key,
      ...said,
      by: user,
      host,
      digest: String(digest),
      verdict,
      via: "console" as const,
    };
    return jsonAnswer(objectForm(await decideApproval(options, { ...decision, verdict })));
  });
  on("POST", "/api/agents/workspaces/:workspace/action", async ({ req }, user) => {
    const { action, notes } = objectOf(await jsonBody(req.raw));
    const known = workspaceAction.safeParse(action);
    if (!known.success)
      throw new Unanswered(
        422,
        "RESOURCE_INVALID",
        `action: must be one of ${workspaceAction.options.join(", ")}`,
      );
    const key = { namespace: organization, name: req.param("workspace") ?? "" };
    const workspace = await store.read((reader) => reader.get(agentWorkspace, key));
    await demand(user, known.data, { name: key.name, repository: workspace?.spec.repository });
    return jsonAnswer(
      objectForm(await actOnWorkspace(store, personAction(key, known.data, user, notes), now())),
    );
  });
  const watch = (path: string, kindsOf: (asked: string | undefined) => readonly Kind[]) =>
    on("GET", path, async ({ req }, user) => {
      const kinds = kindsOf(req.query("kinds"));
      for (const { plural } of kinds) await mayList(user, plural, organization);
      const last = req.header("last-event-id") ?? "";
      const after = /^\d{1,16}$/.test(last) ? last : undefined;
      const pieces = (signal: AbortSignal) => objectEvents(store, kinds, organization, { after, signal });
      const body = patientStream({ pieces, signal: options.signal, timeoutMs: streamMs });
      return new Response(body, { headers: { "content-type": "text/event-stream" } });
    });
  for (const kind of [agentDispatchRun, agentApproval])
    watch(`/api/watch/orgs/:org/${kind.plural}`, () => [kind]);
  watch("/api/watch/orgs/:org", watchedKinds);
  return app;
}

/** What a person may ask for on a run's page: what an agent may have written to the forge. */
function writeBackRequest(value: unknown): OutboxRequest {
  const result = outboxRequest.safeParse(value);
  const wrong = result.error?.issues[0];
  if (wrong)
    throw new Unanswered(422, "RESOURCE_INVALID", `${wrong.path.join(".") || "body"}: ${wrong.message}`);
  if (result.data !== undefined && writeBackAction.safeParse(result.data.type).success) return result.data;
  const known = writeBackAction.options.join(", ");
  throw new Unanswered(422, "RESOURCE_INVALID", `type: must be one of ${known}`);
}

/** The kinds that a page watches in one stream, by plural or name. Events of attempts are too many for it: each run has its own route. */
function watchedKinds(asked = ""): readonly Kind[] {
  const names = [...new Set(asked.split(",").filter((name) => name !== ""))];
  const kinds = names.map((name) =>
    allKinds.find((one) => one !== agentToolEvent && (one.plural === name || one.kind === name)),
  );
  const unknown = names.find((_, at) => kinds[at] === undefined);
  if (names.length === 0 || unknown !== undefined)
    throw new Unanswered(
      422,
      "RESOURCE_INVALID",
      unknown === undefined
        ? "kinds: must name the kinds to watch, such as agentdispatchruns,agentapprovals"
        : `kinds: ${JSON.stringify(unknown)} is no kind that can be watched`,
    );
  return kinds.flatMap((kind) => kind ?? []);
}

function personAction(
  key: Pick<PersonAction, "namespace" | "name">,
  action: PersonAction["action"],
  by: Actor,
  text: unknown,
): PersonAction {
  return { ...key, action, by, via: "api", ...(typeof text === "string" ? { text } : {}) };
}

/** A request that is not done, with what its sender is told. */
class Unanswered extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

function faultAnswer(thrown: unknown, onFault: (thrown: unknown) => void): Response {
  if (thrown instanceof Unanswered) return errorAnswer(thrown.status, thrown.code, thrown.message);
  if (thrown instanceof IdentikitError && statusOf[thrown.code] !== undefined)
    return errorAnswer(statusOf[thrown.code] ?? 500, thrown.code, thrown.message, { remedy: thrown.remedy });
  const refused = refusalOf(thrown);
  if (refused.reason === "InternalError") onFault(thrown);
  const own = thrown instanceof IdentikitError && refused.reason !== "InternalError" ? thrown : undefined;
  const remedy = own ? { remedy: own.remedy } : {};
  return errorAnswer(
    reasons[refused.reason],
    own?.code ?? "INTERNAL",
    own?.message ?? refused.message,
    remedy,
  );
}
