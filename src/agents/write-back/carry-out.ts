import { IdentikitError } from "../../fault/error.ts";
import { type Approval, phaseOf } from "../approvals/approval-state.ts";
import type { ResourceKey } from "../resource/resource.ts";
import { BlobStore } from "../store/blobs/blob-store.ts";
import { fullColumn } from "../workspaces/board-limits.ts";
import { hasTrailer } from "./commit-message.ts";
import { heldUp } from "./held-up.ts";
import { idempotencyKey, keyTrailer } from "./idempotency-key.ts";
import { type PreparedWrite, preparedWrite, type WriteOf } from "./prepared-write.ts";
import { pushPatch } from "./push-patch.ts";
import { readWriteWay, type WaySeen } from "./read-write-way.ts";
import { noteHeldUp, recordEnd, takeIntent } from "./record-write.ts";
import type { WriteRefusal } from "./write-back-codes.ts";
import type { BranchTip, ForgeWrite, WriteBackServices, WrittenPlace } from "./write-ports.ts";

/**
 * Does what an approval allows, once. What is about to be sent is on record before it is, and what came of it after: broken off anywhere
 * and begun again, what was sent is found on the forge by its key, and is not sent again. A target that has moved since the approval
 * makes it Superseded; what holds a write up, such as a review that asks for changes, is said on the run, and looked at again when it changes.
 * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`, and what else may go by itself or be put right: it stays to be done
 */
export async function carryOut(
  services: WriteBackServices,
  key: ResourceKey,
  signal: AbortSignal,
): Promise<void> {
  const seen = await services.store.read((reader) => readWriteWay(reader, key));
  if (!seen || phaseOf(seen.approval) !== "Approved" || seen.approval.spec.write === undefined) return;
  const write = await storedWrite(services, seen.approval);
  const marker = idempotencyKey(seen.approval);
  // What was sent before is on the forge, whatever is in its way by now.
  const sent = seen.approval.status.intentAt && (await sentBefore(services, write, seen, marker, signal));
  if (sent) return await recordEnd(services, seen, "Applied", sent.url, write);
  const refusal = heldUp(seen) ?? (await heldByBoard(services, key, write));
  if (refusal) return await noteHeldUp(services, seen, refusal);
  const moved = await movedTo(services, seen.approval, write, signal);
  if (moved !== undefined) return await recordEnd(services, seen, "Superseded", moved);
  const approval = await takeIntent(services, key, marker);
  if (!approval) return;
  try {
    const place = await sendOnce(services, write, { ...seen, approval }, marker, signal);
    await recordEnd(services, { ...seen, approval }, "Applied", place.url, write);
  } catch (caught) {
    const failure = lasting(caught);
    if (!failure) throw caught;
    await recordEnd(services, { ...seen, approval }, "ApplyFailed", `${failure.code}: ${failure.message}`);
  }
}

async function storedWrite(
  { database }: WriteBackServices,
  { metadata, spec }: Approval,
): Promise<PreparedWrite> {
  const run = { namespace: metadata.namespace, name: spec.run };
  const content = await new BlobStore(database).get(run, spec.write ?? "");
  return preparedWrite.parse(JSON.parse(Buffer.from(content).toString("utf8")));
}

/** A label waits for room in the column of the board that it stands for. */
async function heldByBoard(
  { store }: WriteBackServices,
  { namespace }: ResourceKey,
  write: PreparedWrite,
): Promise<WriteRefusal | undefined> {
  if (write.action !== "label") return undefined;
  const reason = await store.read((reader) => fullColumn(reader, { namespace, ...write }));
  return reason === undefined ? undefined : { code: "WRITE_BACK_WIP", reason };
}

async function sentBefore(
  services: WriteBackServices,
  write: PreparedWrite,
  { approval, attempt }: WaySeen,
  key: string,
  signal: AbortSignal,
): Promise<WrittenPlace | undefined> {
  if (write.action !== "branch") return await services.forge.find(write, key, signal);
  const tip = await services.commits.tip(write.repository, write.branch, signal);
  if (!tip || !hasTrailer(tip.message, keyTrailer, key)) return undefined;
  return branchPlace(write, await pushPatch(services, write, { approval, attempt, key }, signal));
}

function branchPlace({ branch }: WriteOf<"branch">, { commit }: BranchTip): WrittenPlace {
  return { url: `${branch} at ${commit}` };
}

/** @returns how the target has moved since the approval; nothing where it has not */
async function movedTo(
  { forge }: WriteBackServices,
  { spec: { target, targetHead } }: Approval,
  { repository }: PreparedWrite,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!target || targetHead === undefined) return undefined;
  const head = await forge.headOf({ ...target, repository }, signal);
  if (head === targetHead) return undefined;
  return `the target ${target.kind} ${target.id} has moved from ${targetHead} to ${head ?? "nothing"}`;
}

async function sendOnce(
  services: WriteBackServices,
  write: PreparedWrite,
  { approval, attempt }: WaySeen,
  key: string,
  signal: AbortSignal,
): Promise<WrittenPlace> {
  const { forge } = services;
  if (write.action === "branch")
    return branchPlace(write, await pushPatch(services, write, { approval, attempt, key }, signal));
  if (write.action === "pull_request" || write.action === "memory_update")
    await pushPatch(services, write, { approval, attempt, key }, signal);
  return await sendUnlessThere(forge, write, key, signal);
}

async function sendUnlessThere(
  forge: WriteBackServices["forge"],
  write: ForgeWrite,
  key: string,
  signal: AbortSignal,
): Promise<WrittenPlace> {
  return (await forge.find(write, key, signal)) ?? (await forge.send(write, key, signal));
}

/** What another token, another machine or another try may do. */
const passing: ReadonlySet<string> = new Set([
  ...["HOST_DENIED", "SOURCE_DENIED", "TOOL_MISSING", "STORE_UNUSABLE"],
  ...["CONFLICT", "CANCELLED", "INTERNAL"],
]);

/** What will fail again however often it is tried. What a token may not do, another one may. */
function lasting(caught: unknown): IdentikitError | undefined {
  if (!(caught instanceof IdentikitError)) return undefined;
  const isPassing = caught.retry.kind === "later" || passing.has(caught.code);
  const isDatabase = caught.code.startsWith("DATABASE_") || caught.code === "LEASE_LOST";
  return isPassing || isDatabase ? undefined : caught;
}
