import { launchRun } from "../../../src/agents/dispatch/launch-run.ts";
import { agentApproval } from "../../../src/agents/kinds/record/agent-approval.ts";
import { agentArtifact } from "../../../src/agents/kinds/record/agent-artifact.ts";
import { agentDispatchAttempt } from "../../../src/agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { agentMemoryUpdate } from "../../../src/agents/kinds/record/agent-memory.ts";
import { agentReviewArtifact } from "../../../src/agents/kinds/record/agent-review-artifact.ts";
import { agentSession } from "../../../src/agents/kinds/record/agent-session.ts";
import { agentToolEvent } from "../../../src/agents/kinds/record/agent-tool-event.ts";
import { agentWorkspace } from "../../../src/agents/kinds/record/agent-workspace.ts";
import type { OutboxRequest } from "../../../src/agents/outbox/outbox-request.ts";
import { type ResultServices, takeInBundle } from "../../../src/agents/results/take-in-bundle.ts";
import type { BundlePart, RunBundle } from "../../../src/agents/run-bundle/run-bundle.ts";
import type { RunEvent } from "../../../src/agents/run-bundle/run-event.ts";
import { patchText } from "../../../src/agents/run-bundle/tree-patch.ts";
import { giveWorkspace } from "../../../src/agents/workspaces/workspace-of-run.ts";
import { certain } from "../../../src/fault/certain.ts";
import { digestOf } from "../../../src/tree/digest.ts";
import { comparePaths } from "../../../src/tree/path.ts";
import type { TestDatabases } from "../../config/databases.ts";
import {
  type DispatchScene,
  declareRule,
  declareStack,
  dispatchOne,
  head,
  labelled,
  openDispatch,
  organization,
} from "../dispatch/scene.ts";
import { bundleOf, type Contents, fileOf, inPieces, part } from "../run-bundle/bundle-scene.ts";

/** Policies of the stack and its rule for everything that can be written back, a person approving each. */
export const everyWrite = (
  [
    "comment",
    "review",
    "label",
    "status",
    "issue",
    "branch",
    "pull_request",
    "rerun",
    "memory_update",
  ] as const
).map((action) => ({ action, limit: 5 }));

/** A run of issue 12 that mira's label started, launched. */
export async function launchedScene(
  databases: TestDatabases,
  {
    stack = { writeBack: everyWrite },
    rule = { writeBack: everyWrite },
    event = labelled(12),
    prepare = async () => {},
  }: {
    readonly stack?: Parameters<typeof declareStack>[2];
    readonly rule?: Parameters<typeof declareRule>[2];
    readonly event?: Parameters<typeof dispatchOne>[1];
    /** What there is besides before the run is dispatched. */
    readonly prepare?: (scene: DispatchScene) => Promise<void>;
  } = {},
) {
  const scene = await openDispatch(databases);
  await declareStack(scene, "fixer", stack);
  await declareRule(scene, "fix", rule);
  await prepare(scene);
  const run = certain((await dispatchOne(scene, event)).run);
  const launched = await launchRun(scene.services, run.metadata, scene.signal);
  await scene.store.write((writer) => giveWorkspace(writer, run.metadata));
  return { ...scene, launched, run: run.metadata.name, attempt: launched.attempt.metadata.name };
}
export type LaunchedScene = Awaited<ReturnType<typeof launchedScene>>;

/** What a runner of the launched attempt brings back. */
export interface Brought {
  readonly requests?: readonly (OutboxRequest | string)[];
  readonly events?: readonly RunEvent[];
  /** What becomes of files: a text, or null where it goes. */
  readonly files?: Readonly<Record<string, string | null>>;
  readonly parts?: (contents: Contents) => readonly BundlePart[];
  readonly more?: Partial<RunBundle>;
  readonly key?: Uint8Array;
}

export function patchOf(files: NonNullable<Brought["files"]>, base: string = head) {
  const state = (text: string) => ({
    mode: "100644" as const,
    digest: digestOf(text),
    bytes: Buffer.byteLength(text),
  });
  const changes = Object.entries(files)
    .sort(([a], [b]) => comparePaths(a, b))
    .map(([path, text]) => ({
      path,
      ...(text === null ? { before: state(`before ${path}\n`) } : { after: state(text) }),
    }));
  return { version: 1 as const, base, changes };
}

export async function bring({ launched, services }: LaunchedScene, brought: Brought = {}) {
  const { claims } = launched;
  const base = claims.sourceRefs.head ?? head;
  const contents: Contents = new Map();
  const lines = (values: readonly unknown[]) =>
    values.map((value) => `${typeof value === "string" ? value : JSON.stringify(value)}\n`).join("");
  const patch = brought.files && part(contents, "patch", "patch", patchText(patchOf(brought.files, base)));
  const parts = [
    ...(patch ? [patch] : []),
    ...Object.entries(brought.files ?? {}).flatMap(([path, text]) =>
      text === null ? [] : [part(contents, "blob", path, text)],
    ),
    ...(brought.events ? [part(contents, "events", "events", lines(brought.events))] : []),
    ...(brought.requests ? [part(contents, "outbox", "outbox", lines(brought.requests))] : []),
    ...(brought.parts?.(contents) ?? []),
  ];
  const bundle = bundleOf(parts, {
    namespace: organization,
    run: claims.run,
    attempt: claims.attempt,
    ticket: { id: claims.jti, digest: certain(launched.attempt.spec.ticketDigest) },
    repository: claims.repository,
    base,
    ...(patch ? { patch: patch.digest } : {}),
    ...brought.more,
  });
  const key = brought.key ?? services.bundleKeys(claims.jti)[0];
  return { bundle, file: await fileOf(bundle, contents, key) };
}

export const resultServices = ({ services }: DispatchScene): ResultServices => services;

export async function takeIn(scene: LaunchedScene, file: Uint8Array, services = resultServices(scene)) {
  return await takeInBundle(services, inPieces(file), scene.signal);
}

/** Everything that is there of the run. */
export async function recordsOf({ store, run, attempt }: LaunchedScene) {
  const key = { namespace: organization, name: run };
  return await store.read(async (reader) => {
    const of = { namespace: organization, fields: [{ field: "spec.run", equals: true, value: run }] };
    const status = certain(await reader.get(agentDispatchRun, key));
    return {
      run: status,
      attempt: certain(await reader.get(agentDispatchAttempt, { ...key, name: attempt })),
      workspace: await reader.get(agentWorkspace, { ...key, name: status.status.workspace ?? "none" }),
      approvals: await Array.fromAsync(reader.each(agentApproval, of)),
      artifacts: await Array.fromAsync(reader.each(agentArtifact, of)),
      reviews: await Array.fromAsync(reader.each(agentReviewArtifact, of)),
      sessions: await Array.fromAsync(reader.each(agentSession, of)),
      updates: await Array.fromAsync(reader.each(agentMemoryUpdate, of)),
      events: await Array.fromAsync(
        reader.each(agentToolEvent, {
          namespace: organization,
          fields: [{ field: "spec.attempt", equals: true, value: attempt }],
        }),
      ),
    };
  });
}
