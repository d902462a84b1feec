import { unsafeReason } from "../../tree/path.ts";
import { bundleInvalid } from "../run-bundle/bundle-file.ts";
import type { RunBundle } from "../run-bundle/run-bundle.ts";
import { type RunEvent, runEvent } from "../run-bundle/run-event.ts";
import { patchText, type TreePatch, treePatch } from "../run-bundle/tree-patch.ts";

/** The parts of a bundle whose content is looked at when it is taken in. */
export const readKinds = ["events", "outbox", "patch"] as const;

/**
 * The events of an attempt, a line of JSON each, numbered from 1.
 * @throws {IdentikitError} `RUN_BUNDLE_INVALID`: they are written by the supervisor, which knows how
 */
export function readRunEvents(content: Uint8Array): readonly RunEvent[] {
  const lines = textOf("events", content).split("\n");
  if (lines.pop() !== "") throw bundleInvalid("the last line of its events does not end");
  return lines.map((line, at) => {
    const result = runEvent.safeParse(parsed(line));
    if (!result.success || result.data.seq !== at + 1)
      throw bundleInvalid(`line ${at + 1} of its events is not the event of that number`);
    return result.data;
  });
}

/**
 * The patch of an attempt. Its paths are those of a tree, in byte order, each once; what they are to be is among the parts.
 * @throws {IdentikitError} `RUN_BUNDLE_INVALID`
 */
export function readTreePatch(
  content: Uint8Array,
  { base, parts }: Pick<RunBundle, "base" | "parts">,
): TreePatch {
  const text = textOf("patch", content);
  const result = treePatch.safeParse(parsed(text));
  if (!result.success || patchText(result.data) !== text)
    throw bundleInvalid("its patch is not in the one form in which patches are written");
  const patch = result.data;
  if (patch.base !== base)
    throw bundleInvalid(`its patch is of ${patch.base}, and the run worked on ${base}`);
  const lengths = new Map(parts.map(({ digest, bytes }) => [digest, bytes]));
  let last: Buffer | undefined;
  for (const { path, before, after } of patch.changes) {
    const at = `its patch, at ${JSON.stringify(path)}`;
    const bytes = Buffer.from(path);
    if (last && Buffer.compare(last, bytes) >= 0)
      throw bundleInvalid(`${at}: paths are not in order, each once`);
    last = bytes;
    const reason = unsafeReason(path);
    if (reason !== undefined && after) throw bundleInvalid(`${at}: the path ${reason}`);
    if (after && lengths.get(after.digest) !== after.bytes)
      throw bundleInvalid(`${at}: ${after.digest} with ${after.bytes} bytes is no part`);
    const isSame = before && after && before.digest === after.digest && before.mode === after.mode;
    if (isSame) throw bundleInvalid(`${at}: nothing changes`);
  }
  return patch;
}

function textOf(what: string, content: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch (cause) {
    throw bundleInvalid(`its ${what} is not UTF-8`, cause);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
