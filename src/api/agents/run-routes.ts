import type { Actor } from "../../agents/kinds/actor.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import type { OutboxRequest } from "../../agents/outbox/outbox-request.ts";
import { personRequest } from "../../agents/outbox/person-request.ts";
import type { ResourceStore } from "../../agents/resource/resource-store.ts";
import { actOnRun, askForWriteBack, type PersonAction } from "../../agents/workspaces/person-actions.ts";
import { isRecord } from "../../fault/thrown.ts";
import { jsonAnswer } from "../kubernetes/answer.ts";
import { objectForm } from "../kubernetes/object-form.ts";
import { jsonBody } from "../kubernetes/request-body.ts";
import { continueBody, runActionBody, toldBody, writeBackGuard } from "./route-bodies.ts";
import type { TypedRouter } from "./typed-router.ts";
import { bodyAs, Unanswered } from "./unanswered.ts";

const bodyOfRunAction = {
  cancel: runActionBody,
  retry: runActionBody,
  continue: continueBody,
  resume: toldBody,
  fork: toldBody,
} as const;

/** What people do with runs. */
export function addRunRoutes(
  router: TypedRouter,
  {
    store,
    organization,
    now,
  }: { readonly store: ResourceStore; readonly organization: string; readonly now: () => Date },
): void {
  for (const action of ["cancel", "retry", "continue", "resume", "fork"] as const)
    router.on("POST", `/api/agents/runs/:run/${action}`, async ({ req }, user) => {
      const key = { namespace: organization, name: req.param("run") ?? "" };
      const run = await store.read((reader) => reader.get(agentDispatchRun, key));
      await router.demand(user, action, {
        name: key.name,
        repository: run?.spec.repository,
        stack: run?.spec.agentStack,
      });
      const sent = (await jsonBody(req.raw)) ?? {};
      const { expectedGeneration, ...told } = bodyAs(bodyOfRunAction[action], sent);
      const text = "message" in told ? told.message : undefined;
      const asked = { ...personAction(key, action, user, text), expectedGeneration };
      return jsonAnswer(objectForm(await actOnRun(store, asked, now())));
    });
  router.on("POST", "/api/agents/runs/:run/write-back", async ({ req }, user) => {
    const key = { namespace: organization, name: req.param("run") ?? "" };
    const run = await store.read((reader) => reader.get(agentDispatchRun, key));
    await router.demand(user, "write-back", { name: key.name, repository: run?.spec.repository });
    const sent = await jsonBody(req.raw);
    const { expectedGeneration } = isRecord(sent) ? bodyAs(writeBackGuard, sent) : {};
    const request = writeBackRequest(withoutGuard(sent));
    const asked = { ...personAction(key, "write-back", user, undefined), request, expectedGeneration };
    return jsonAnswer(objectForm(await askForWriteBack(store, asked, now())));
  });
}

/** What somebody does over the API. */
export function personAction(
  key: Pick<PersonAction, "namespace" | "name">,
  action: PersonAction["action"],
  by: Actor,
  text: string | undefined,
): PersonAction {
  return { ...key, action, by, via: "api", ...(text === undefined ? {} : { text }) };
}

function withoutGuard(sent: unknown): unknown {
  if (!isRecord(sent)) return sent;
  const { expectedGeneration: _, ...request } = sent;
  return request;
}

function writeBackRequest(value: unknown): OutboxRequest {
  const read = personRequest(value);
  if ("request" in read) return read.request;
  throw new Unanswered(422, "RESOURCE_INVALID", read.problem);
}
