import { describe, expect, test } from "vitest";
import { z } from "zod";
import { allKinds, configKinds, recordKinds } from "../../../src/agents/kinds/all-kinds.ts";
import { checkResource } from "../../../src/agents/resource/check-resource.ts";
import { apiVersion } from "../../../src/agents/resource/resource.ts";

/** The schema at a path of keys, through what is optional or has a default. */
function schemaAt(schema: z.core.$ZodType, path: readonly string[]): z.core.$ZodType | undefined {
  let at: z.core.$ZodType | undefined = schema;
  for (const key of path) at = at && key !== "" ? bare(at) : at;
  for (const key of path) {
    const object: z.core.$ZodType | undefined = at && bare(at);
    at = object instanceof z.ZodObject ? object.shape[key] : undefined;
  }
  return at && bare(at);
}

function bare(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? bare(schema.unwrap()) : schema;
}

describe.each(allKinds.map((kind) => ({ name: kind.kind, kind })))("$name", ({ kind }) => {
  test("its example is an object of it", () => {
    const value = {
      apiVersion,
      kind: kind.kind,
      metadata: { name: kind.example.name },
      spec: kind.example.spec,
    };
    const { declared } = checkResource(value, { namespace: "tidewater" });
    expect(declared).toMatchObject({ kind: kind.kind, metadata: { namespace: "tidewater" } });
  });

  test("an unknown key of its spec is refused with the nearest one", () => {
    const [known = ""] = Object.keys(kind.spec.shape).filter((key) => key.length > 3);
    const spec = { ...kind.example.spec, [`${known}x`]: 1 };
    const value = { apiVersion, kind: kind.kind, metadata: { name: "a", namespace: "b" }, spec };
    expect(() => checkResource(value)).toThrowError(new RegExp(`${known}x.*${known}`));
  });

  test("each phase that its status can have is explained, and no other", () => {
    const phase = schemaAt(kind.status, ["phase"]);
    const names = phase instanceof z.ZodEnum ? phase.options : [];
    expect(Object.keys(kind.phases ?? {})).toEqual(names);
  });

  test("its columns and its fixed fields are in its schema", () => {
    const whole = z.strictObject({ spec: kind.spec, status: kind.status });
    const paths = [...kind.columns.map(({ path }) => path), ...(kind.immutable ?? [])];
    expect(paths.filter((path) => schemaAt(whole, path.slice(1).split(".")) === undefined)).toEqual([]);
  });

  test("every field of it says what it is", () => {
    expect(undescribed(kind.spec, "spec").concat(undescribed(kind.status, "status"))).toEqual([]);
  });
});

/** The paths of fields without a description; one of the wrappers around a schema may have it. */
function undescribed(schema: z.core.$ZodType, path: string): string[] {
  const inner = bare(schema);
  if (inner instanceof z.ZodArray) return undescribed(inner.element, `${path}[]`);
  if (inner instanceof z.ZodRecord) return undescribed(inner.valueType, `${path}.*`);
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape).flatMap(([key, field]) => [
    ...(describes(field) ? [] : [`${path}.${key}`]),
    ...undescribed(field, `${path}.${key}`),
  ]);
}

function describes(schema: z.core.$ZodType): boolean {
  if (z.globalRegistry.get(schema)?.description !== undefined) return true;
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault
    ? describes(schema.unwrap())
    : false;
}

test("no two kinds share a name in any form", () => {
  const names = allKinds.flatMap(({ kind, plural, shortNames = [] }) => [
    kind.toLowerCase(),
    plural,
    ...shortNames,
  ]);
  expect(new Set(names).size).toBe(names.length);
});

const declared = `AgentStack AgentSubagent AgentToolProfile AgentMcpServer AgentSkill AgentTriggerRule AgentContextLabel AgentWorkspacePolicy
  AgentRunnerPool AgentServiceAccount AgentRole AgentRoleBinding AgentSecretGrant AgentConfigGrant AgentConfig AgentMemoryRepository
  AgentMemorySource AgentBudget`;
const recorded = `WebhookDelivery AgentTriggerExecution AgentDispatchRun AgentDispatchAttempt AgentContextBundle AgentSession AgentToolEvent
  AgentArtifact AgentReviewArtifact AgentApproval AgentWorkspace AgentAction AgentPause WorkItem WorkItemSessionLink WorkItemWorkspaceLink
  AgentCapabilityRequirement AgentMemorySnapshot AgentMemoryQuery AgentMemoryUpdate`;

test.each([
  ["people declare", declared, configKinds],
  ["is on record", recorded, recordKinds],
])("there is a kind of everything that %s (P-29, P-31)", (_, names, kinds) => {
  expect(kinds.map(({ kind }) => kind).toSorted()).toEqual(names.split(/\s+/).toSorted());
});

test("what is declared and what is written down are told apart", () => {
  expect(configKinds.every(({ storage }) => storage === "config")).toBe(true);
  expect(recordKinds.every(({ storage }) => storage === "record")).toBe(true);
});

test("a kind that does not exist is refused with the nearest one", () => {
  const value = { apiVersion, kind: "AgentStak", metadata: { name: "a", namespace: "b" }, spec: {} };
  expect(() => checkResource(value)).toThrowError(/"AgentStak".*AgentStack/);
});
