import { expect, test } from "vitest";
import { verifyAudit } from "../../../src/agents/audit/verify-audit.ts";
import { verifyRun } from "../../../src/agents/proof/verify-run.ts";
import { certain } from "../../../src/fault/certain.ts";
import { changeAsOwner } from "../../config/access-log/log-owner.ts";
import { describeOnBoth, type TestDatabases } from "../../config/databases.ts";
import { organization } from "../dispatch/scene.ts";
import { approveAll, bringBack, type WriteBackScene, writeBackScene } from "../write-back/scene.ts";

const request = { type: "pull_request" as const, title: "Close the gate", body: "It stayed open." };

/** A run whose patch became a pull request that jon approved. */
async function finished(databases: TestDatabases) {
  const scene = await writeBackScene(databases);
  await bringBack(scene, { requests: [request], files: { "new.txt": "new\n" } });
  await approveAll(scene);
  return scene;
}

async function proofsOf(scene: WriteBackScene, more: { readonly commits?: undefined } = {}) {
  const { database, store, keyring, commits, run, signal } = scene;
  const sources = { database, store, keyring, commits, ...more };
  return await verifyRun(sources, { namespace: organization, name: run }, signal);
}

const failing = (proofs: Awaited<ReturnType<typeof proofsOf>>) =>
  proofs.filter(({ state }) => state !== "holds").map(({ subject, state }) => `${state} ${subject}`);

describeOnBoth("a run that is worked out again", (databases) => {
  test("holds in every digest, line by line, and is unverified where no forge is asked (P-38)", async () => {
    await using scene = await finished(databases);
    const proofs = await proofsOf(scene);
    expect(failing(proofs)).toEqual([]);
    const said = proofs.map(({ subject }) => subject).join("\n");
    for (const subject of [
      `stack snapshot of ${scene.attempt}`,
      `permission snapshot of ${scene.attempt}`,
      `context ${scene.run}`,
      `ticket of ${scene.attempt}`,
      `identity of ${scene.attempt}`,
      "new.txt",
      "approval ",
      "commit of ",
      "audit",
    ])
      expect(said).toContain(subject);
    expect(failing(await proofsOf(scene, { commits: undefined }))).toEqual([
      expect.stringMatching(/^unverified commit of /),
    ]);
  });

  test("differs where the end of the audit was cut off, for who kept its heads (P-38)", async () => {
    await using scene = await finished(databases);
    const { database, store, keyring, commits, run, signal } = scene;
    const { heads: expected } = await verifyAudit(database, keyring);
    const sources = { database, store, keyring, commits, expected };
    const key = { namespace: organization, name: run };
    expect(failing(await verifyRun(sources, key, signal))).toEqual([]);
    const { number, hash } = certain(expected.record);
    const later = { ...expected, record: { number: number + 1000, hash } };
    expect(failing(await verifyRun({ ...sources, expected: later }, key, signal))).toContain("differs audit");
  });

  const replaced = (kind: string, column: "value" | "status", from: string, to: string) =>
    `UPDATE agent_object SET ${column} = replace(${column}, '${from}', '${to}') WHERE kind = '${kind}'`;
  test.each([
    [
      "the stack",
      replaced("AgentDispatchAttempt", "value", '"generation":', '"generation":7'),
      "record AgentDispatchAttempt",
    ],
    [
      "the stack's profile",
      replaced("AgentDispatchAttempt", "value", '"profile":{', '"profile":{"a":1,'),
      "stack snapshot",
    ],
    [
      "the rights",
      replaced("AgentAction", "status", '"verdict":"allowed"', '"verdict":"denied"'),
      "permission snapshot",
    ],
    ["the context", replaced("AgentContextBundle", "value", '"text":"', '"text":"x'), "context "],
    [
      "the ticket",
      replaced("AgentDispatchAttempt", "value", '"ticketDigest":"sha256:', '"ticketDigest":"sha256:0'),
      "ticket",
    ],
    ["who decided", replaced("AgentApproval", "status", '"jon"', '"mallory"'), "record AgentApproval"],
    [
      "whether somebody decided",
      replaced("AgentApproval", "status", '"verdict":"approve"', '"verdict":"reject"'),
      "approval ",
    ],
    ["who asked", replaced("AgentDispatchRun", "value", '"mira"', '"mallory"'), "record AgentDispatchRun"],
    ["what the run made", "UPDATE agent_blob SET bytes = 'eHh4'", "patch "],
    [
      "that there was an approval",
      "DELETE FROM agent_object WHERE kind = 'AgentApproval'",
      "record AgentApproval",
    ],
  ])("differs where somebody changed %s", async (_, statement, subject) => {
    await using scene = await finished(databases);
    await scene.foreign(`${statement};`);
    expect(failing(await proofsOf(scene)).join("\n")).toContain(`differs ${subject}`);
  });

  test("differs where the audit was changed, or a commit is not what was approved", async () => {
    await using scene = await finished(databases);
    const statement = "UPDATE agent_audit SET entry = '{}' WHERE number = 1";
    await changeAsOwner(databases, scene.location, statement, ["agent_audit"]);
    expect(failing(await proofsOf(scene))).toContain("differs audit");
    scene.commits.changesOf = async ({ base }) => ({ version: 1, base, changes: [] });
    expect(failing(await proofsOf(scene)).join("\n")).toContain("differs commit of ");
  });
});
