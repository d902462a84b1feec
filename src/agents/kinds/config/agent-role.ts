import { z } from "zod";
import { statusFields } from "../condition.ts";
import { line } from "../fields.ts";
import { defineKind } from "../kind.ts";

const part = z.string().max(253);
const parts = z.array(part).max(200);

/** A rule in the shape and with the meaning of Kubernetes' `rbac.authorization.k8s.io/v1` PolicyRule. */
export const policyRule = z
  .strictObject({
    verbs: parts.min(1).describe("What may be done, such as get, create or use; * for everything."),
    apiGroups: parts.optional().describe("The API groups, such as identikit.dev; * for all."),
    resources: parts
      .optional()
      .describe("Plural names, such as agentdispatchruns, with /subresource for a part; * for all."),
    resourceNames: parts.optional().describe("The only objects that it holds for; all of them if left out."),
    nonResourceURLs: parts
      .optional()
      .describe("Paths that are no resources, such as /metrics; * at the end stands for any rest."),
  })
  .refine(
    ({ apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }) =>
      nonResourceURLs.length > 0
        ? apiGroups.length + resources.length + resourceNames.length === 0
        : apiGroups.length > 0 && resources.length > 0,
    "must have apiGroups and resources, or nonResourceURLs alone, as Kubernetes asks",
  );
export type PolicyRule = z.output<typeof policyRule>;

/** A set of rights. */
export const agentRole = defineKind({
  kind: "AgentRole",
  plural: "agentroles",
  storage: "config",
  summary:
    "A set of rights that a role binding gives to somebody, in the shape and with the meaning of a Kubernetes Role.",
  spec: z.strictObject({
    title: line.optional().describe("What people call it."),
    rules: z.array(policyRule).max(500).describe("What may be done; rights add up, nothing is taken away."),
  }),
  status: z.strictObject(statusFields),
  columns: [{ name: "Title", path: ".spec.title" }],
  example: {
    name: "run-fixer",
    spec: {
      rules: [
        { verbs: ["create"], apiGroups: ["identikit.dev"], resources: ["agentdispatchruns"] },
        {
          verbs: ["use"],
          apiGroups: ["identikit.dev"],
          resources: ["agentstacks"],
          resourceNames: ["fixer"],
        },
      ],
    },
  },
});
