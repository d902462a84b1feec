import { expect, test } from "vitest";
import { readManifestTexts } from "../../../src/agents/manifest/read-manifests.ts";

function problemsOf(text: string, options: { readonly allOrganizations?: boolean } = {}) {
  const { problems } = readManifestTexts([{ file: "a.yaml", text }], { namespace: "tidewater", ...options });
  return problems.map(({ code, line, column, problem }) => ({ code, at: `${line}:${column}`, problem }));
}

function manifest(kind: string, spec: readonly string[], namespace = "tidewater"): string {
  return [
    "apiVersion: identikit.dev/v1alpha1",
    `kind: ${kind}`,
    "metadata:",
    `  namespace: ${namespace}`,
    "  name: a",
    "spec:",
    ...spec.map((line) => `  ${line}`),
    "",
  ].join("\n");
}

const account = manifest("AgentServiceAccount", ["serviceAccountName: a"]);
const stack = manifest("AgentStack", [
  "baseAgent: claude-code",
  "adapter: {name: claude}",
  "runtimeIdentity: a",
]);
const rule = (...more: string[]) =>
  [
    account,
    stack,
    manifest("AgentTriggerRule", ["sources: [schedule]", "agentStack: a", "taskKind: fix", ...more]),
  ].join("---\n");
const binding = (scope: string, namespace?: string) =>
  manifest(
    "AgentRoleBinding",
    [
      "subject: {kind: User, name: mallory}",
      "roleRef: {kind: RoleTemplate, name: owner}",
      `scope: {kind: ${scope}}`,
    ],
    namespace,
  );

test("a rule whose text would need logic is told at its prompt", () => {
  expect(problemsOf(rule("prompt: Look at ${event.title}."))).toEqual([]);
  expect(problemsOf(rule("prompt: Look at ${event.titel}."))).toEqual([
    { code: "TEMPLATE_LOGIC", at: "28:11", problem: expect.stringContaining('no fact "titel"') },
  ]);
  expect(problemsOf(rule("prompt: '{{ event.title }}'"))).toMatchObject([{ code: "TEMPLATE_LOGIC" }]);
});

test("a schedule that cron programs read in different ways, or that never comes, is told at its place", () => {
  expect(problemsOf(rule("schedule: 30 6 * * 1-5"))).toEqual([]);
  expect(problemsOf(rule("schedule: 0 0 30 2 *"))).toEqual([
    { code: "SCHEDULE_INVALID", at: "28:13", problem: expect.stringContaining("no year has") },
  ]);
  expect(problemsOf(rule("schedule: 0 0 L * *"))).toMatchObject([{ code: "SCHEDULE_INVALID", at: "28:13" }]);
});

test("manifests of one organisation give rights there, and nowhere else", () => {
  expect(problemsOf(binding("Organization"))).toEqual([]);
  expect(problemsOf(binding("AllOrganizations"))).toEqual([
    { code: "BINDING_ESCALATION", at: "9:17", problem: expect.stringContaining("every organisation") },
  ]);
  expect(problemsOf(binding("Organization", "harbour"))).toMatchObject([
    { code: "BINDING_ESCALATION", at: "4:14" },
  ]);
  const role = manifest(
    "AgentRole",
    ['rules: [{verbs: ["*"], apiGroups: ["*"], resources: ["*"]}]'],
    "harbour",
  );
  expect(problemsOf(role)).toMatchObject([{ code: "ROLE_ESCALATION", at: "4:14" }]);
  expect(problemsOf([role, binding("AllOrganizations")].join("---\n"), { allOrganizations: true })).toEqual(
    [],
  );
});

test("what programs write is not declared", () => {
  const pause = ["target: {kind: Repository, name: tidewater/berths}", "reason: A token leaked."];
  expect(problemsOf(manifest("AgentPause", pause))).toEqual([
    { code: "RESOURCE_INVALID", at: "2:7", problem: expect.stringContaining("written by programs") },
  ]);
});

test("what is there without a manifest may be named", () => {
  const known = [{ kind: "AgentServiceAccount", metadata: { name: "a", namespace: "tidewater" } }];
  const texts = [{ file: "a.yaml", text: stack }];
  expect(readManifestTexts(texts, { namespace: "tidewater" }).problems).toMatchObject([
    { code: "REFERENCE_MISSING" },
  ]);
  expect(readManifestTexts(texts, { namespace: "tidewater", known }).problems).toEqual([]);
});
