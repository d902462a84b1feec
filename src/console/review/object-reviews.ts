import { rightsFor } from "../../agents/admission/rbac/action-rights.ts";
import { agentConfigGrant } from "../../agents/kinds/config/agent-config-grant.ts";
import { agentMcpServer } from "../../agents/kinds/config/agent-mcp-server.ts";
import { agentSecretGrant } from "../../agents/kinds/config/agent-secret-grant.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import { agentPause } from "../../agents/kinds/record/agent-pause.ts";
import { webhookDelivery } from "../../agents/kinds/record/webhook-delivery.ts";
import { apiGroup, apiVersion } from "../../agents/resource/resource.ts";
import { filledFields } from "../form/filled-fields.ts";
import { objectOfWishes, readFields } from "../form/read-fields.ts";
import { referencesOfKind, schemaFields } from "../form/schema-fields.ts";
import { objectPath } from "./object-path.ts";
import { type ReviewedAction, type ReviewPlace, type ReviewScene, textField } from "./reviewed-action.ts";

const remove: ReviewedAction["call"] = (place, values) => {
  const [uid, resourceVersion] = [values.one("uid"), values.one("version")];
  return {
    ...{ method: "DELETE", path: objectPath(place) },
    // Only what was looked at is deleted: an object of the same name that came after it is another one.
    body: {
      preconditions: { ...(uid ? { uid } : {}), ...(resourceVersion ? { resourceVersion } : {}) },
    },
  };
};

/** A form for a new object of a kind, whose name the server finds. */
function making(
  action: "pause" | "grant",
  kinds: readonly Kind[],
  said: Pick<ReviewedAction, "label" | "does"> & Partial<ReviewedAction>,
): ReviewedAction {
  const fieldsOfKind = ({ kind }: ReviewPlace) =>
    schemaFields(kind.spec, ["spec"], referencesOfKind(kind.kind)).filter(
      ({ name }) => !(kind === agentPause && ["spec.by", "spec.since"].some((own) => name.startsWith(own))),
    );
  return {
    ...{ action, kinds, makes: true, ...said },
    rights: ({ organization, kind, values }) =>
      action === "pause"
        ? rightsFor("pause", {
            namespace: organization,
            ...(values.one("spec.target.kind") === "Repository"
              ? { repository: values.one("spec.target.name") }
              : {}),
          })
        : [{ namespace: organization, apiGroup, verb: "create", resource: kind.plural }],
    fields: (scene) => [
      textField(
        scene,
        { name: "object", label: "Name", type: "line", isRequired: true },
        `${action}-${scene.once}`,
      ),
      ...filledFields(
        fieldsOfKind(scene),
        objectOfWishes(readFields(fieldsOfKind(scene), scene.values)),
        scene,
      ),
    ],
    call: (place, values) => ({
      method: "POST",
      path: `${objectPath({ ...place, name: "" })}?fieldValidation=Strict`,
      body: {
        ...{ apiVersion, kind: place.kind.kind },
        metadata: { name: values.one("object") ?? "" },
        spec: {},
        ...objectOfWishes(readFields(fieldsOfKind(place), values)),
      },
    }),
  };
}

/** What is done with objects of any kind, and with brakes, grants, deliveries and servers. */
export const objectReviews: readonly ReviewedAction[] = [
  {
    action: "delete",
    label: "Delete",
    does: "Removes the object. What refers to it no longer finds it, and says so in its conditions.",
    isGrave: true,
    rights: ({ organization, kind, name }) => [
      { namespace: organization, apiGroup, verb: "delete", resource: kind.plural, name },
    ],
    obstacle: ({ object }) =>
      object?.metadata.managedByRepository
        ? {
            reason: "The repository declares this object.",
            remedy: "Remove its file from the repository by a pull request.",
          }
        : undefined,
    removes: true,
    call: remove,
  },
  {
    action: "unpause",
    label: "End the pause",
    does: "Ends the brake: what it stopped can be dispatched again. Tickets that it took back stay taken back.",
    kinds: [agentPause],
    rights: ({ organization, name, repository }) =>
      rightsFor("unpause", { namespace: organization, name, repository }),
    removes: true,
    call: remove,
  },
  making("pause", [agentPause], {
    label: "Pause",
    does: "Stops it at once: nothing is dispatched, and open tickets and tokens no longer count.",
    isGrave: true,
  }),
  making("grant", [agentSecretGrant, agentConfigGrant], {
    label: "Grant",
    does: "Gives something to a subject, for a purpose and within bounds. A refusal elsewhere still wins.",
  }),
  {
    action: "replay",
    label: "Replay",
    does: "Stores the delivery once more, as one of yours. The host is asked again, and the rules of now decide.",
    kinds: [webhookDelivery],
    rights: ({ organization, name }) => rightsFor("replay", { namespace: organization, name }),
    fields: (scene: ReviewScene) => [
      textField(
        scene,
        {
          name: "request",
          label: "Request",
          type: "line",
          description: "The same request twice is one delivery.",
        },
        scene.once,
      ),
    ],
    call: ({ name }, values) => ({
      method: "POST",
      path: `/api/agents/deliveries/${encodeURIComponent(name)}/replay`,
      body: { request: values.one("request") ?? "" },
    }),
  },
  {
    action: "probe",
    label: "Probe",
    does: "Asks the MCP server again now whether it answers, and what tools it has.",
    kinds: [agentMcpServer],
    rights: ({ organization, name }) => rightsFor("probe", { namespace: organization, name }),
    call: ({ name }) => ({
      method: "POST",
      path: `/api/agents/mcp/${encodeURIComponent(name)}/probe`,
      body: {},
    }),
  },
];
