import { expect, test } from "vitest";
import { contentDigest } from "../../../src/agents/admission/decision/basis.ts";
import { agentSubagent } from "../../../src/agents/kinds/config/agent-subagent.ts";
import { stackStatus } from "../../../src/agents/readiness/stack-status.ts";
import { object, secretGrant, stack } from "../admission/sample.ts";
import { careful, facts, forge, full, linux, reader, seen, triage, world } from "./stacks.ts";

/** A generator of the same numbers for the same seed. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function shuffled<Item>(items: readonly Item[], next: () => number): Item[] {
  return items
    .map((item) => ({ item, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

const second = object(agentSubagent, "writer", {
  rolePrompt: "Write.",
  taskKinds: ["fix"],
  mcpServers: ["forge"],
  skills: ["triage"],
});

test("the same facts in any order give the same status and the same digest", () => {
  const spec = { ...full.spec, subagents: ["reader", "writer"], secrets: ["MODEL_KEY", "OTHER_KEY"] };
  const grants = {
    subagents: [reader, second],
    secretGrants: [secretGrant("a"), secretGrant("b"), secretGrant("c", { expires: "2026-01-01T00:00:00Z" })],
    secrets: ["FORGE_TOKEN", "MODEL_KEY"],
  };
  const clients = [
    seen("claude"),
    seen("codex"),
    seen("claude", { version: "2.1.400", seenAt: "2026-11-22T05:00:00Z" }),
    seen("claude", { version: "2.1.401", seenAt: "2026-11-22T05:00:00Z" }),
  ];
  const expected = stackStatus(stack(spec), world(grants), facts({ clients }));
  expect(expected.snapshot).toMatch(/^sha256:/);
  for (let seed = 1; seed <= 200; seed++) {
    const next = numbersFrom(seed);
    const mix = <Item>(items: readonly Item[] | undefined) => items && shuffled(items, next);
    const mixed = stack({
      ...spec,
      subagents: mix(spec.subagents),
      secrets: mix(spec.secrets),
      mcpServers: mix(spec.mcpServers),
    });
    const known = world({
      subagents: shuffled(grants.subagents, next),
      secretGrants: shuffled(grants.secretGrants, next),
      secrets: shuffled(grants.secrets, next),
    });
    expect(stackStatus(mixed, known, facts({ clients: shuffled(clients, next) })), `seed ${seed}`).toEqual(
      expected,
    );
  }
});

test("the profile has everything that is named, resolved, and no title and no secret's value", () => {
  const titled = { ...careful, spec: { ...careful.spec, title: "Careful" } };
  const { profile = {} } = stackStatus(full, world({ toolProfiles: [titled] }), facts());
  expect(profile).toMatchObject({
    stack: "fixer",
    runtimeIdentity: { name: "fixer", trustTier: "restricted" },
    runnerPool: { name: "linux", publicKey: linux.spec.publicKey },
    toolProfile: { name: "careful", commandsDenied: ["git push"] },
    workspacePolicy: { name: "short", mode: "worktree" },
    mcpServers: [{ name: "forge", transport: "http", tools: contentDigest("tools") }],
    skills: [{ name: "triage", content: contentDigest("triage") }],
    subagents: [{ name: "reader", rolePrompt: "Read.", toolProfile: { name: "careful" } }],
    contextLabels: [{ name: "test-first", digest: expect.stringMatching(/^sha256:/) }],
    client: { version: "2.1.330" },
  });
  expect(JSON.stringify(profile)).not.toContain("Careful");
});

const before = stackStatus(full, world(), facts()).snapshot;

test.each([
  [
    "a tool profile",
    world({ toolProfiles: [{ ...careful, spec: { ...careful.spec, commandsDenied: [] } }] }),
    facts(),
  ],
  [
    "a subagent's prompt",
    world({ subagents: [{ ...reader, spec: { ...reader.spec, rolePrompt: "Read more." } }] }),
    facts(),
  ],
  [
    "a skill's files",
    world(),
    facts({ skills: new Map([["triage", { digest: contentDigest("new"), problems: [] }]]) }),
  ],
  [
    "what a skill declares",
    world({ skills: [{ ...triage, spec: { ...triage.spec, format: "runbook" as const } }] }),
    facts(),
  ],
  [
    "the tools of a server",
    world(),
    facts({ mcpServers: [forge({ toolsDigest: contentDigest("others") })] }),
  ],
  [
    "the runner pool's key",
    world({}, { runnerPools: [{ ...linux, spec: { ...linux.spec, labels: ["big"] } }] }),
    facts(),
  ],
] as const)("%s that changes changes the digest", (_, known, more) => {
  expect(stackStatus(full, known, more).snapshot).not.toBe(before);
});

test("what people call a thing, and when it was looked at, change no digest", () => {
  const titled = { ...careful, spec: { ...careful.spec, title: "Careful" } };
  const known = { ...world({ toolProfiles: [titled] }), now: "2026-11-22T10:30:00Z" };
  const more = facts({ mcpServers: [forge({ probedAt: "2026-11-22T10:20:00Z" })] });
  expect(stackStatus(full, known, more).snapshot).toBe(before);
});
