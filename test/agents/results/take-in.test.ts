import { expect, test } from "vitest";
import { launchRun } from "../../../src/agents/dispatch/launch-run.ts";
import { endRun } from "../../../src/agents/dispatch/run-status.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { patchText } from "../../../src/agents/run-bundle/tree-patch.ts";
import { BlobStore } from "../../../src/agents/store/blobs/blob-store.ts";
import { pruneRecords } from "../../../src/agents/store/retention/prune-records.ts";
import { certain } from "../../../src/fault/certain.ts";
import { digestOf } from "../../../src/tree/digest.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { dispatchOne, labelled, organization } from "../dispatch/scene.ts";
import { part } from "../run-bundle/bundle-scene.ts";
import { bring, type LaunchedScene, launchedScene, patchOf, recordsOf, takeIn } from "./scene.ts";

const events = Array.from({ length: 1201 }, (_, at) => ({
  seq: at + 1,
  type: "message" as const,
  text: `step ${at + 1}`,
}));
const workspace = (run: string) => ({
  name: `w-${run}`,
  host: "runner-7",
  path: "/srv/w/1",
  git: { dirty: true, uncommitted: 1 },
  storeIntact: true,
  refused: [],
});

const withoutContent = patchText(patchOf({ a: "x" }));

/** What a run of the usual kind brings back. */
const usual = (scene: LaunchedScene) =>
  bring(scene, {
    events,
    files: { "src/gate.ts": "closed\n", "old.txt": null },
    requests: [
      { type: "comment", body: "Done." },
      "this is no JSON",
      {
        type: "runtime",
        kind: "preview",
        name: "app",
        url: "https://u:p@dev.example.test/a?token=x#y",
        health: "ready",
      },
      { type: "review", number: 7, decision: "comment", summary: "Fine.", findings: [] },
    ],
    parts: (contents) => [
      part(contents, "transcript", "transcript", "one\n", { suspectedSecrets: 2 }),
      part(contents, "session", "session", Buffer.alloc(300_000, 1)),
      part(contents, "log", "log", ""),
    ],
    more: { workspace: workspace(scene.run) },
  });

describeOnBoth("a result of a run", (databases) => {
  test("is taken in: events, artifacts with their content, session, workspace, what it used (P-13, P-14, P-65, P-70)", async () => {
    await using scene = await launchedScene(databases);
    const { bundle, file } = await usual(scene);
    const { isNew, outbox } = await takeIn(scene, file);
    expect(isNew).toBe(true);
    expect(outbox.refused).toEqual([{ line: 2, reason: "the line is not one JSON object" }]);
    const found = await recordsOf(scene);
    expect(found.run.status).toMatchObject({
      phase: "Succeeded",
      cost: "0.42",
      tokens: 1200,
      turns: 3,
      session: scene.attempt,
      startedAt: bundle.startedAt,
      finishedAt: bundle.finishedAt,
      runner: "runner-7",
    });
    expect(found.attempt.status).toMatchObject({
      phase: "Succeeded",
      exitCode: 0,
      clientSessionId: "s-1",
      lastEvent: 1201,
    });
    expect(found.attempt.status.conditions?.map(({ type, status }) => [type, status])).toEqual([
      ["IdentityUnchanged", "True"],
      ["SessionBound", "True"],
      ["StoreIntact", "True"],
    ]);
    expect(found.events.map(({ spec }) => spec.text)).toEqual(events.map(({ text }) => text));
    expect(found.sessions).toMatchObject([
      { status: { phase: "Ended", clientSessionId: "s-1", resumable: true, messages: 1201 } },
    ]);
    expect(found.reviews).toMatchObject([
      {
        spec: { targetRef: { kind: "pull_request", id: "7" }, decision: "comment" },
        status: { phase: "Open" },
      },
    ]);
    expect(found.artifacts.map(({ spec }) => spec.kind).sort()).toEqual(
      ["log", "outbox", "patch", "session", "transcript"].sort(),
    );
    const patch = certain(found.artifacts.find(({ spec }) => spec.kind === "patch"));
    expect(patch).toMatchObject({
      metadata: { name: `${scene.attempt}-patch` },
      spec: { digest: bundle.patch, files: 2, paths: ["old.txt", "src/gate.ts"], base: bundle.base },
      status: { phase: "Ready" },
    });
    const transcript = certain(found.artifacts.find(({ spec }) => spec.kind === "transcript"));
    expect(transcript.status.conditions).toMatchObject([{ type: "Clean", status: "False" }]);
    const blobs = new BlobStore(scene.database);
    for (const { digest, bytes } of bundle.parts)
      expect(await blobs.get(found.run.metadata, digest)).toHaveLength(bytes);
    expect(found.workspace).toMatchObject({
      spec: { workspacePath: "/srv/w/1", host: "runner-7" },
      status: {
        git: { dirty: true, uncommitted: 1 },
        harvested: bundle.patch,
        sessions: [scene.attempt],
        runtime: [{ kind: "preview", name: "app", url: "https://dev.example.test/a", health: "ready" }],
      },
    });
  });

  test("is taken in once: the same again changes nothing, and another one of the attempt is refused", async () => {
    await using scene = await launchedScene(databases);
    const { file } = await usual(scene);
    await takeIn(scene, file);
    const before = await recordsOf(scene);
    expect((await takeIn(scene, file)).isNew).toBe(false);
    expect(await recordsOf(scene)).toEqual(before);
    const other = await bring(scene, { more: { usage: { turns: 9, tokens: 9 } } });
    await expect(takeIn(scene, other.file)).rejects.toMatchObject({ code: "ATTEMPT_REPORTED" });
    expect(await recordsOf(scene)).toEqual(before);
  });

  test("is taken in once, however many take it in at the same time", async () => {
    await using scene = await launchedScene(databases);
    const { file } = await usual(scene);
    const taken = await Promise.all([1, 2, 3, 4].map(() => takeIn(scene, file)));
    expect(taken.filter(({ isNew }) => isNew)).toHaveLength(1);
    const found = await recordsOf(scene);
    expect(found.events).toHaveLength(1201);
    expect(found.run.status.tokens).toBe(1200);
  });

  test("does not count of an attempt that was not launched here, has another ticket, or was ended before", async () => {
    await using scene = await launchedScene(databases);
    const refused = async (more: Parameters<typeof bring>[1], code: string, key = {}) =>
      await expect(takeIn(scene, (await bring(scene, { ...more, ...key })).file)).rejects.toMatchObject({
        code,
      });
    const digest = `sha256:${"0".repeat(64)}`;
    const { id } = (await bring(scene)).bundle.ticket;
    await refused({ more: { attempt: "run-9-1" } }, "ATTEMPT_UNKNOWN");
    await refused({ more: { namespace: "other" } }, "ATTEMPT_UNKNOWN");
    await refused({ more: { ticket: { id, digest } } }, "ATTEMPT_UNKNOWN");
    await refused({ more: { repository: "acme/other" } }, "RUN_BUNDLE_INVALID");
    await refused({ key: Buffer.alloc(32) }, "RUN_BUNDLE_INVALID");
    await scene.store.write(async (writer) => {
      const run = certain(await writer.hold(agentDispatchRun, { namespace: organization, name: scene.run }));
      const why = { code: "CANCELLED", message: "no more" };
      await endRun(writer, run, { phase: "Cancelled", why, now: scene.clock.now().toISOString() });
    });
    await refused({}, "ATTEMPT_UNKNOWN");
    expect((await recordsOf(scene)).artifacts).toEqual([]);
  });

  test("does not count of another run, another attempt or another pool than its ticket's, whoever proves it", async () => {
    await using scene = await launchedScene(databases);
    const other = certain((await dispatchOne(scene, labelled(13))).run);
    const there = await launchRun(scene.services, other.metadata, scene.signal);
    const own = (await bring(scene)).bundle;
    const keyOf = (ticket: string) => scene.services.bundleKeys(ticket)[0];
    const [mine, theirs] = [keyOf(own.ticket.id), keyOf(there.claims.jti)];
    const theirTicket = { id: there.claims.jti, digest: certain(there.attempt.spec.ticketDigest) };
    const theirRun = { run: other.metadata.name, attempt: there.attempt.metadata.name };
    const forged: readonly (readonly [Partial<typeof own>, Uint8Array, string])[] = [
      [theirRun, mine, "ATTEMPT_UNKNOWN"],
      [{ attempt: theirRun.attempt }, mine, "ATTEMPT_UNKNOWN"],
      [{ run: theirRun.run }, mine, "ATTEMPT_UNKNOWN"],
      [{ ...theirRun, ticket: theirTicket }, mine, "RUN_BUNDLE_INVALID"],
      [{ ticket: theirTicket }, theirs, "ATTEMPT_UNKNOWN"],
      [{ ticket: { ...own.ticket, id: theirTicket.id } }, theirs, "ATTEMPT_UNKNOWN"],
      [{ runner: { name: "runner-7", pool: "windows" } }, mine, "RUN_BUNDLE_INVALID"],
    ];
    for (const [more, key, code] of forged) {
      const { file } = await bring(scene, { events, files: { a: "x" }, more, key });
      await expect(takeIn(scene, file), JSON.stringify(more)).rejects.toMatchObject({ code });
    }
    const { file } = await bring(scene, { events, files: { a: "x" } });
    const place = file.indexOf("step 600");
    file.write("STEP", place);
    await expect(takeIn(scene, file)).rejects.toMatchObject({ code: "RUN_BUNDLE_INVALID" });
    for (const end of [512, file.length >> 1, file.length - 1])
      await expect(takeIn(scene, file.subarray(0, end))).rejects.toMatchObject({
        code: "RUN_BUNDLE_INVALID",
      });
    const stored = await recordsOf(scene);
    expect([stored.events, stored.artifacts, stored.sessions]).toEqual([[], [], []]);
    expect(stored.attempt.status.bundleDigest).toBe(undefined);
    expect((await takeIn(scene, (await bring(scene)).file)).isNew).toBe(true);
  });

  test("shows that the agent changed its own identity, or that the git store was touched", async () => {
    await using scene = await launchedScene(databases);
    const { file } = await bring(scene, {
      more: {
        identity: { digest: digestOf("env"), unchanged: false, findings: ["settings.json: changed"] },
        workspace: { ...workspace(scene.run), storeIntact: false },
      },
    });
    await takeIn(scene, file);
    expect((await recordsOf(scene)).attempt.status.conditions).toMatchObject([
      {
        type: "IdentityUnchanged",
        status: "False",
        reason: "IDENTITY_CHANGED",
        message: "settings.json: changed",
      },
      { type: "SessionBound" },
      { type: "StoreIntact", status: "False", reason: "STORE_TAMPERED" },
    ]);
  });

  test("asks a person about each gate that the run ended to wait for, once (P-17, P-26)", async () => {
    await using scene = await launchedScene(databases);
    const asked = {
      type: "approval" as const,
      action: "release" as const,
      title: "Release 1.2",
      preview: "git tag",
    };
    const { file } = await bring(scene, {
      requests: [asked, asked],
      more: { outcome: { phase: "Waiting" } },
    });
    await takeIn(scene, file);
    const { run, approvals } = await recordsOf(scene);
    expect(run.status).toMatchObject({
      phase: "Waiting",
      conditions: expect.arrayContaining([
        expect.objectContaining({ type: "ApprovalBlocked", status: "True", reason: "ApprovalPending" }),
      ]),
    });
    expect(run.status.finishedAt).toBe(undefined);
    expect(approvals).toMatchObject([
      {
        spec: {
          action: "release",
          requestedBy: { kind: "ServiceAccount", name: "fixer" },
          preview: "git tag",
          expires: "2026-11-29T10:00:00.000Z",
        },
        status: { phase: "Pending" },
      },
    ]);
  });

  test("has failed where it waits for nothing that a person could decide", async () => {
    await using scene = await launchedScene(databases);
    await takeIn(scene, (await bring(scene, { more: { outcome: { phase: "Waiting" } } })).file);
    expect((await recordsOf(scene)).run.status).toMatchObject({ phase: "Failed", reason: "GATE_MISSING" });
  });

  test.each<[string, Parameters<typeof bring>[1], RegExp]>([
    ["events with a gap", { events: [{ seq: 2, type: "message" }] }, /line 1 of its events/],
    [
      "a patch whose content is not there",
      {
        parts: (contents) => [part(contents, "patch", "patch", withoutContent)],
        more: { patch: digestOf(withoutContent) },
      },
      /is no part/,
    ],
    ["a patch that leads into .git", { files: { ".git/hooks/post-checkout": "x" } }, /leads into a .git/],
    ["a patch that leads out", { files: { "../x": "x" } }, /"\.\." segment/],
    ["a patch of another base", { files: { a: "x" }, more: { base: "9".repeat(40) } }, /worked on 9/],
  ])("with %s is refused, and nothing is on record", async (_, brought, problem) => {
    await using scene = await launchedScene(databases);
    await expect(takeIn(scene, (await bring(scene, brought)).file)).rejects.toMatchObject({
      code: "RUN_BUNDLE_INVALID",
      message: expect.stringMatching(problem),
    });
    expect((await recordsOf(scene)).attempt.status.bundleDigest).toBe(undefined);
  });

  test("goes with its run when that is no longer kept", async () => {
    await using scene = await launchedScene(databases);
    await takeIn(scene, (await usual(scene)).file);
    const count = async () => Number((await scene.foreign("SELECT count(*) FROM agent_blob;")).trim());
    expect(await count()).toBeGreaterThan(5);
    const later = new Date("2036-01-01T00:00:00Z");
    await scene.foreign(
      "UPDATE agent_object SET created = '2020-01-01T00:00:00.000Z' WHERE kind = 'AgentDispatchRun';",
    );
    expect(
      (await pruneRecords(scene.database, { before: later, changesBefore: later, changes: 0 })).runs,
    ).toBe(1);
    expect(await count()).toBe(0);
  });
});
