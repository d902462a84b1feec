import { expect, test } from "vitest";
import { auditPages } from "../../../src/agents/audit/audit-line.ts";
import { exportAudit } from "../../../src/agents/audit/export-audit.ts";
import { verifyAudit } from "../../../src/agents/audit/verify-audit.ts";
import { agentAction } from "../../../src/agents/kinds/record/agent-action.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { formatHeads, parseHeads } from "../../../src/config/access-log/heads.ts";
import type { ConfigDatabase } from "../../../src/config/database.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { changeAsOwner } from "../../config/access-log/log-owner.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { openStore, openStoreAt, run } from "../store/scene.ts";
import { approveAll, bringBack, writeBackScene } from "../write-back/scene.ts";

const [k1, k2] = [Keyring.generateEntry("k1"), Keyring.generateEntry("k2")];
const keyring = Keyring.parse(k1, "test");
const comment = { type: "comment" as const, body: "Done, and s3cr3t to nobody." };

async function linesOf(database: ConfigDatabase) {
  const pages = await database.transaction("read", ({ query }) => Array.fromAsync(auditPages(query)));
  return pages
    .flat()
    .map(({ entry, ...line }) => ({ ...line, entry: JSON.parse(entry) as Record<string, unknown> }));
}

const codes = (found: { findings: readonly { code: string; severity: string }[] }) =>
  found.findings.map(({ code, severity }) => `${severity} ${code}`);

describeOnBoth("the audit of agent runs", (databases) => {
  test("says who had what done: actor, approver, event, snapshots, digests, names of secrets (P-38)", async () => {
    await using scene = await writeBackScene(databases);
    await bringBack(scene, { requests: [comment], files: { "new.txt": "new\n" } });
    const { attempt, approvals, artifacts } = await approveAll(scene);
    const lines = await linesOf(scene.database);
    const about = (record: string) =>
      lines.filter((line) => line.record === record).map(({ entry }) => entry);
    expect(about(`AgentDispatchRun/${scene.run}`)[0]).toMatchObject({
      change: "created",
      actor: { kind: "User", name: "mira" },
      event: expect.any(String),
      rule: "fix",
      stack: "fixer",
    });
    expect(about(`AgentDispatchAttempt/${scene.attempt}`)).toMatchObject([
      {
        change: "created",
        stackSnapshot: attempt.spec.stackSnapshot.digest,
        permissionSnapshot: attempt.spec.permissionSnapshot,
        ticketDigest: attempt.spec.ticketDigest,
        secrets: attempt.spec.secrets,
      },
      { change: "changed", phase: "Succeeded", bundleDigest: attempt.status.bundleDigest },
    ]);
    for (const { metadata, spec } of artifacts)
      expect(about(`AgentArtifact/${metadata.name}`)[0]).toMatchObject({ digest: spec.digest });
    const [approval] = approvals.filter(({ spec }) => spec.action === "comment");
    const decided = about(`AgentApproval/${approval?.metadata.name}`);
    expect(decided[0]).toMatchObject({
      change: "created",
      action: "comment",
      digest: approval?.spec.artifactDigest,
    });
    expect(decided).toContainEqual(
      expect.objectContaining({
        phase: "Approved",
        decisions: [expect.objectContaining({ by: { kind: "User", name: "jon" }, verdict: "approve" })],
      }),
    );
    expect(decided.at(-1)).toMatchObject({ phase: "Applied", idempotencyKey: expect.any(String) });
    const done = lines.filter(({ entry }) => entry.action === "write-back" && entry.phase === "Done");
    expect(done).toMatchObject([{ run: scene.run, entry: { arguments: { approvedBy: ["jon"] } } }]);
    expect(JSON.stringify(lines), "what agents wrote is not in it").not.toContain("s3cr3t");
    expect(await verifyAudit(scene.database, scene.keyring)).toMatchObject({ findings: [] });
  });

  test("is written with the records that it is about, or not at all", async () => {
    await using store = await openStore(databases, keyring);
    await expect(
      store.store.write(async (writer) => {
        await writer.create(agentDispatchRun, run("one"), { phase: "Queued" });
        throw new Error("taken back");
      }),
    ).rejects.toThrow("taken back");
    await store.store.write((writer) => writer.create(agentDispatchRun, run("two")), { dryRun: true });
    expect(await linesOf(store.database)).toEqual([]);
    await store.store.write(async (writer) => {
      await writer.create(agentDispatchRun, run("three"), { phase: "Queued" });
      await writer.setStatus(agentDispatchRun, run("three").metadata, { phase: "Queued", coalesced: 1 });
      await writer.setStatus(agentDispatchRun, run("three").metadata, { phase: "Running", coalesced: 1 });
      await writer.delete(agentDispatchRun, run("three").metadata);
    });
    expect(await linesOf(store.database)).toMatchObject([
      { number: 1, previous: "", keyId: "k1", run: "three", entry: { change: "created", phase: "Queued" } },
      { number: 2, entry: { change: "changed", phase: "Running" } },
      { number: 3, entry: { change: "deleted" } },
    ]);
  });

  test("is one chain, however many write at once", async () => {
    await using one = await openStore(databases, keyring);
    await using other = await openStoreAt(one.location, keyring);
    const stores = [one.store, other.store];
    await Promise.all(
      Array.from({ length: 24 }, (_, at) =>
        stores[at % 2]?.write((writer) => writer.create(agentDispatchRun, run(`run-${at}`))),
      ),
    );
    expect(await verifyAudit(one.database, keyring)).toMatchObject({ lines: 24, findings: [] });
  });

  const made = async (isKeyed = true) => {
    const opened = await openStore(databases, isKeyed ? keyring : undefined);
    for (const name of ["a", "b", "c", "d"])
      await opened.store.write((writer) => writer.create(agentDispatchRun, run(name)));
    return opened;
  };

  test.each([
    ["a line was changed", "UPDATE agent_audit SET entry = '{}' WHERE number = 2", "CHANGED"],
    ["a line is said of another run", "UPDATE agent_audit SET run = 'x' WHERE number = 2", "CHANGED"],
    ["a line was taken out", "DELETE FROM agent_audit WHERE number = 2", "MISSING"],
    ["the key of a line is left out", "UPDATE agent_audit SET key_id = '' WHERE number = 4", "CHANGED"],
    [
      "a line was taken out and the rest moved",
      "DELETE FROM agent_audit WHERE number = 2; UPDATE agent_audit SET number = 2 WHERE number = 3; UPDATE agent_audit SET number = 3 WHERE number = 4",
      "CHANGED",
    ],
  ])("shows by itself that %s", async (_, statements, code) => {
    await using opened = await made();
    await changeAsOwner(databases, opened.location, statements, ["agent_audit"]);
    expect(codes(await verifyAudit(opened.database, keyring))).toContain(`error AUDIT_${code}`);
  });

  test("shows that its end was cut off to who kept its heads", async () => {
    await using opened = await made();
    const before = await verifyAudit(opened.database, keyring);
    const kept = parseHeads(formatHeads(before.heads), "test");
    await opened.store.write((writer) => writer.create(agentDispatchRun, run("e")));
    expect(codes(await verifyAudit(opened.database, keyring, kept))).toEqual([]);
    const cut = "DELETE FROM agent_audit WHERE number > 3";
    await changeAsOwner(databases, opened.location, cut, ["agent_audit"]);
    expect(codes(await verifyAudit(opened.database, keyring))).toEqual([]);
    expect(codes(await verifyAudit(opened.database, keyring, kept))).toEqual(["error AUDIT_MISSING"]);
  });

  test("does not vouch for lines of a writer without keys, or under keys that are not here", async () => {
    await using opened = await made(false);
    expect(codes(await verifyAudit(opened.database, keyring))).toEqual(["unverified AUDIT_UNKEYED"]);
    await using keyed = await made();
    expect(codes(await verifyAudit(keyed.database, Keyring.parse(k2, "test")))).toEqual([
      "unverified AUDIT_KEY_MISSING",
    ]);
    expect(codes(await verifyAudit(keyed.database, Keyring.parse(`${k2},${k1}`, "test")))).toEqual([]);
  });

  test("only grows, whoever writes, and says so when its guards are gone", async () => {
    await using opened = await made();
    for (const statement of [
      "UPDATE agent_audit SET run = 'x'",
      "DELETE FROM agent_audit",
      "INSERT INTO agent_audit SELECT 9, time, namespace, run, record, entry, key_id, previous, hash FROM agent_audit WHERE number = 1",
      ...(databases.kind === "postgres" ? ["TRUNCATE agent_audit"] : []),
    ])
      await expect(opened.foreign(`${statement};`), statement).rejects.toThrow(/append only|not the next/);
    const drop = databases.kind === "postgres" ? "agent_audit_next ON agent_audit" : "agent_audit_next";
    await opened.foreign(`DROP TRIGGER ${drop};`);
    expect(new Set(codes(await verifyAudit(opened.database, keyring)))).toEqual(
      new Set(["error AUDIT_UNGUARDED"]),
    );
  });

  test("stops what is done where the database does not keep its line", async () => {
    await using opened = await made();
    const swallowing =
      databases.kind === "postgres"
        ? "CREATE RULE swallow AS ON INSERT TO agent_audit DO INSTEAD NOTHING"
        : "CREATE TRIGGER swallow BEFORE INSERT ON agent_audit BEGIN SELECT RAISE(IGNORE); END";
    await opened.foreign(`${swallowing};`);
    const action = {
      kind: agentAction.kind,
      metadata: { namespace: "acme", name: "a" },
      spec: agentAction.spec.parse(agentAction.example.spec),
    };
    await expect(
      opened.store.write((writer) => writer.create(agentAction, action, { phase: "Admitted" })),
    ).rejects.toMatchObject({ code: "AUDIT_FAILED" });
    expect(await opened.store.read((reader) => reader.get(agentAction, action.metadata))).toBeUndefined();
  });

  test("is exported as JSON lines that anybody can check", async () => {
    await using opened = await made();
    const texts: string[] = [];
    expect(await exportAudit(opened.database, async (text) => void texts.push(text))).toBe(4);
    const lines = texts.join("").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { number: 1, record: "AgentDispatchRun/a", previous: "" },
      { number: 2, record: "AgentDispatchRun/b", previous: expect.stringMatching(/./) },
      { number: 3 },
      { number: 4 },
    ]);
  });
});
