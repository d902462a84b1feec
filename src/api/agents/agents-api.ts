import type { Hono } from "hono";
import { agentWorkspace } from "../../agents/kinds/record/agent-workspace.ts";
import { type AskMemoryPorts, askMemory } from "../../agents/memory/ask-memory.ts";
import { apiGroup, type Resource } from "../../agents/resource/resource.ts";
import { actOnWorkspace, askForProbe, recordReplay } from "../../agents/workspaces/person-actions.ts";
import { jsonAnswer } from "../kubernetes/answer.ts";
import { objectForm } from "../kubernetes/object-form.ts";
import { jsonBody } from "../kubernetes/request-body.ts";
import type { TokenAccess } from "../kubernetes/token-access.ts";
import { addBundleRoutes, type BundlePorts } from "./bundle-routes.ts";
import { addDecisionRoutes, type DecisionRoutesOptions } from "./decision-routes.ts";
import { forward, type ObjectsApi } from "./forward.ts";
import { objectRoutes } from "./object-routes.ts";
import { typedRoutesDocument } from "./openapi-json.ts";
import { dryRunBody, memoryQueryBody, replayBody, workspaceBody } from "./route-bodies.ts";
import { addRunRoutes, personAction } from "./run-routes.ts";
import { TypedRouter } from "./typed-router.ts";
import { bodyAs, Unanswered } from "./unanswered.ts";
import { addWatchRoutes } from "./watch-routes.ts";

export interface AgentsApiOptions extends DecisionRoutesOptions {
  readonly access: TokenAccess;
  /** What answers `/apis/identikit.dev`. */
  readonly objects: ObjectsApi;
  /** The names of sealed secrets; their values have no way here. */
  readonly secretNames: () => Promise<readonly string[]>;
  /** What would come of a stored delivery for one rule; nothing is stored. */
  readonly dryRun: (rule: string, delivery: string) => Promise<object>;
  /** The git repository of a memory, where it is at hand. */
  readonly memory?: AskMemoryPorts["memory"];
  /** Stores a delivery once more, as one of its own. @param request names who wants it: the same word twice is one delivery */
  readonly replay: (delivery: string, request: string) => Promise<Pick<Resource, "metadata">>;
  readonly bundles: BundlePorts;
  /** Identikit's. */
  readonly version: string;
  readonly signal: AbortSignal;
  readonly onFault: (thrown: unknown) => void;
}

/**
 * The routes of the agent platform by their short names. Those of objects are requests of Kubernetes' protocol in other words; the others
 * ask for the rights of the action that they are, write down who asked, and do it.
 */
export function agentsApi(options: AgentsApiOptions): Hono {
  const { access, store, organization, now, secretNames, dryRun } = options;
  const router = new TypedRouter(options);
  for (const route of objectRoutes)
    router.on(route.method, `/api/agents/${route.path}`, async ({ req }) => {
      const part = route.selects && req.param(route.selects.part);
      return await forward(options.objects, req.raw, route, { organization, part });
    });
  router.on("GET", "/api/agents/secrets", async (_, user) => {
    await router.mayList(user, "agentsecretgrants");
    return jsonAnswer({ items: (await secretNames()).map((name) => ({ name })) });
  });
  router.on("POST", "/api/agents/permissions/review", async (_, user) =>
    jsonAnswer({ user: user.name, bindings: await access.review(user) }),
  );
  router.on("POST", "/api/agents/rules/:rule/dry-run", async ({ req }, user) => {
    const { delivery } = bodyAs(dryRunBody, await jsonBody(req.raw));
    await router.demand(user, "dry-run", {});
    return jsonAnswer(await dryRun(req.param("rule") ?? "", delivery));
  });
  addRunRoutes(router, options);
  addDecisionRoutes(router, options);
  router.on("POST", "/api/agents/workspaces/:workspace/action", async ({ req }, user) => {
    const { action, notes, host, expectedGeneration } = bodyAs(workspaceBody, await jsonBody(req.raw));
    const key = { namespace: organization, name: req.param("workspace") ?? "" };
    const workspace = await store.read((reader) => reader.get(agentWorkspace, key));
    await router.demand(user, action, { name: key.name, repository: workspace?.spec.repository });
    const asked = { ...personAction(key, action, user, notes), machine: host, expectedGeneration };
    return jsonAnswer(objectForm(await actOnWorkspace(store, asked, now())));
  });
  router.on("POST", "/api/agents/deliveries/:delivery/replay", async ({ req }, user) => {
    const name = req.param("delivery") ?? "";
    await router.demand(user, "replay", { name });
    const { request: word = crypto.randomUUID() } = bodyAs(replayBody, (await jsonBody(req.raw)) ?? {});
    const { metadata } = await options.replay(name, word);
    const asked = personAction({ namespace: organization, name }, "replay", user, undefined);
    await recordReplay(store, { ...asked, delivery: metadata.name }, now());
    return jsonAnswer({ metadata: { name: metadata.name } });
  });
  router.on("POST", "/api/agents/mcp/:server/probe", async ({ req }, user) => {
    const key = { namespace: organization, name: req.param("server") ?? "" };
    await router.demand(user, "probe", { name: key.name });
    const asked = personAction(key, "probe", user, undefined);
    return jsonAnswer(objectForm(await askForProbe(store, asked, now())));
  });
  router.on("POST", "/api/agents/memory/query", async ({ req }, user) => {
    const asked = bodyAs(memoryQueryBody, (await jsonBody(req.raw)) ?? {});
    const right = { namespace: organization, apiGroup, verb: "create", resource: "agentmemoryqueries" };
    const limit = access.limitOn(user, [right]);
    if (limit !== undefined)
      throw new Unanswered(403, "POLICY_DENIED", `${user.name} may not search the memory: ${limit}`);
    const { query, state, hits, more, withheld } = await askMemory(
      options,
      { ...asked, namespace: organization, by: user },
      options.signal,
    );
    return jsonAnswer({ query: query.metadata.name, ...state, hits, more, withheld });
  });
  addBundleRoutes(router, options.bundles, options.onFault);
  addWatchRoutes(router, options);
  router.on("GET", "/api/openapi.json", async () => jsonAnswer(typedRoutesDocument(options.version)));
  return router.app;
}
