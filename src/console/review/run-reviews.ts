import { z } from "zod";
import { type ActionName, rightsFor } from "../../agents/admission/rbac/action-rights.ts";
import { writeBackAction } from "../../agents/kinds/fields.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { outboxRequest } from "../../agents/outbox/outbox-request.ts";
import { fieldsOf } from "../../fault/thrown.ts";
import { filledFields } from "../form/filled-fields.ts";
import type { FormValues } from "../form/form-values.ts";
import { objectOfWishes, readFields } from "../form/read-fields.ts";
import { type SchemaField, schemaFields } from "../form/schema-fields.ts";
import { memoryField, memoryRequest, memoryShape } from "./memory-form.ts";
import { type ReviewedAction, type ReviewPlace, type ReviewScene, textField } from "./reviewed-action.ts";

const over = new Set(["Succeeded", "Failed", "Cancelled"]);

function rights(action: ActionName) {
  return ({ organization, name, repository, stack }: ReviewScene) =>
    rightsFor(action, { namespace: organization, name, repository, stack });
}

function phaseOf({ object }: ReviewScene): string {
  const { phase } = fieldsOf(object?.status);
  return typeof phase === "string" ? phase : "Queued";
}

function again(
  action: "retry" | "resume" | "fork" | "continue",
  label: string,
  does: string,
): ReviewedAction {
  const isTold = action !== "retry";
  return {
    ...{ action, label, does, kinds: [agentDispatchRun], rights: rights(action) },
    obstacle: (scene) =>
      over.has(phaseOf(scene))
        ? undefined
        : { reason: `The run is ${phaseOf(scene)}.`, remedy: "Cancel it first, or wait for its end." },
    fields: (scene) =>
      isTold
        ? [
            textField(scene, {
              ...{ name: "message", label: "Message", type: "text", isRequired: action === "continue" },
              description: "What the agent is told; it comes after everything that was said before.",
            }),
          ]
        : [],
    call: ({ name }, values) => {
      const message = values.one("message") ?? "";
      return {
        ...{ method: "POST", path: `/api/agents/runs/${encodeURIComponent(name)}/${action}` },
        body: message === "" ? {} : { message },
      };
    },
  };
}

/** What people do with runs. */
export const runReviews: readonly ReviewedAction[] = [
  {
    action: "cancel",
    label: "Cancel",
    does: "Ends the run: its attempt gets no further, its ticket no longer counts, and nothing of it is written back.",
    isGrave: true,
    kinds: [agentDispatchRun],
    rights: rights("cancel"),
    obstacle: (scene) =>
      over.has(phaseOf(scene))
        ? { reason: `The run is ${phaseOf(scene)} already.`, remedy: "There is nothing left to end." }
        : undefined,
    call: ({ name }) => ({
      method: "POST",
      path: `/api/agents/runs/${encodeURIComponent(name)}/cancel`,
      body: {},
    }),
  },
  again(
    "retry",
    "Retry",
    "Queues the run again for another attempt, which starts again with the same context.",
  ),
  again("resume", "Resume", "Queues another attempt, which goes on with the conversation where it ended."),
  again(
    "fork",
    "Fork",
    "Queues another attempt in a copy of the conversation; the first one stays as it is.",
  ),
  again(
    "continue",
    "Continue",
    "Queues another attempt, which goes on with the conversation and a message of yours.",
  ),
  {
    action: "write-back",
    label: "Write back",
    does: "Asks for something of the run to be written to the forge. Rule, stack and policy are asked when it is done, and a person may have to approve exactly what is sent.",
    kinds: [agentDispatchRun],
    rights: rights("write-back"),
    fields: (scene) => [
      textField(scene, {
        ...{ name: "type", label: "What", type: "choice", isRequired: true, values: [typeOf(scene.values)] },
        options: formTypes.map((value) => ({ value, label: value.replace("_", " ") })),
        description: "Another choice has other fields: review again to see them.",
      }),
      ...filledFields(requestFields(typeOf(scene.values)), requestOf(scene.values), {
        ...scene,
        reasons: scene.reasons.map((one) => ({ ...one, field: `request.${memoryField(one.field)}` })),
      }),
      textField(
        scene,
        {
          name: "request.id",
          label: "id",
          type: "line",
          description: "The same name asks for the same thing.",
        },
        scene.once,
      ),
    ],
    call: ({ name }: ReviewPlace, values) => {
      const type = typeOf(values);
      const { request } = requestOf(values);
      const said = type === "memory_update" ? memoryRequest(fieldsOf(request)) : fieldsOf(request);
      return {
        ...{ method: "POST", path: `/api/agents/runs/${encodeURIComponent(name)}/write-back` },
        body: { type, ...said, id: values.one("request.id") || undefined },
      };
    },
  },
];

const formTypes = writeBackAction.options;

function typeOf(values: FormValues): string {
  return formTypes.find((type) => type === values.one("type")) ?? "comment";
}

function requestOf(values: FormValues): Record<string, unknown> {
  return objectOfWishes(readFields(requestFields(typeOf(values)), values));
}

function requestFields(type: string): readonly SchemaField[] {
  const member = outboxRequest.options.find(({ shape }) => shape.type.value === type);
  if (!member) return [];
  const { type: _, id: __, ...shape } = member.shape;
  return schemaFields(z.strictObject("files" in shape ? memoryShape(shape) : shape), ["request"]);
}
