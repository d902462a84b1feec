import { z } from "zod";
import { hostFacts } from "../actor.ts";
import { statusFields } from "../condition.ts";
import { eventSource, forgeTarget, objectName, repositoryName, sha256, timestamp } from "../fields.ts";
import { sourceRefs } from "../git-state.ts";
import { defineKind } from "../kind.ts";

/** An event of the forge or of CI, as it came in. */
export const webhookDelivery = defineKind({
  kind: "WebhookDelivery",
  plural: "webhookdeliveries",
  storage: "record",
  summary:
    "An event of the forge or of CI, stored before anything is done about it. The same delivery does nothing twice.",
  spec: z.strictObject({
    source: z.enum(["webhook", "ci", "schedule", "manual"]).describe("How it came in."),
    deliveryId: z.string().min(1).max(400).describe("The host's ID of the delivery, or of the CI run."),
    digest: sha256.describe("The digest of its bytes."),
    event: z.string().min(1).max(100).describe("The event, as the host names it."),
    type: eventSource.optional().describe("The kind of event, as rules name it."),
    action: z.string().max(100).optional().describe("What happened, as the host names it."),
    repository: repositoryName.optional().describe("Where it happened."),
    refs: sourceRefs.optional().describe("What it is about."),
    target: forgeTarget.optional().describe("The object of the forge that it is about."),
    host: hostFacts.optional().describe("What the host says of it."),
    payload: z.json().optional().describe("The event itself, bounded, with credentials taken out."),
    receivedAt: timestamp.describe("When it came in."),
    replayOf: objectName.optional().describe("The delivery that this one repeats on a person's request."),
  }),
  status: z.strictObject({
    phase: z.enum(["Received", "Matched", "Ignored", "Refused"]).optional().describe("What became of it."),
    ...statusFields,
    rules: z.array(objectName).max(1000).optional().describe("The rules that it matched."),
    reason: z.string().max(4000).optional().describe("Why it was ignored or refused."),
  }),
  phases: {
    Received: "It is stored, and no rule has looked at it yet.",
    Matched: "At least one rule matched.",
    Ignored: "No rule matched.",
    Refused: "It is not what it says it is, such as a wrong signature or a repeated ID.",
  },
  columns: [
    { name: "Status", path: ".status.phase" },
    { name: "Event", path: ".spec.event" },
    { name: "Repository", path: ".spec.repository" },
  ],
  immutable: [".spec"],
  example: {
    name: "d-0f3a",
    spec: {
      source: "webhook",
      deliveryId: "72d3162e-cc78-11e3-81ab-4c9367dc0958",
      digest: `sha256:${"0".repeat(64)}`,
      event: "issues",
      receivedAt: "2026-01-02T03:04:05Z",
    },
  },
});
