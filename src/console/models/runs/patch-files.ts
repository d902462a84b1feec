import type { agentArtifact } from "../../../agents/kinds/record/agent-artifact.ts";
import type { Resource, ResourceKey } from "../../../agents/resource/resource.ts";
import { treePatch } from "../../../agents/run-bundle/tree-patch.ts";
import { IdentikitError } from "../../../fault/error.ts";
import type { ConsoleSources } from "../../page/console-sources.ts";

/** A patch as a person reads it: each file with what it is now. What it was is in the repository, at the base. */
export interface PatchModel {
  readonly artifact: string;
  readonly digest: string;
  readonly base?: string | undefined;
  readonly files: readonly PatchFile[];
  /** Files that are not shown here. */
  readonly more: number;
  /** Why it cannot be shown. */
  readonly problem?: string | undefined;
}

export interface PatchFile {
  readonly path: string;
  readonly change: "added" | "changed" | "removed";
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly bytes?: number | undefined;
  /** Its text after the change; left out for what is not text, or too long. */
  readonly text?: string | undefined;
}

const [mostFiles, mostBytes] = [50, 32 * 1024];

/** Reads a patch and the new content of its files. What is missing is said, and the rest shown. */
export async function readPatch(
  { content }: Pick<ConsoleSources, "content">,
  run: ResourceKey,
  { metadata, spec }: Resource<typeof agentArtifact>,
): Promise<PatchModel> {
  const known = { artifact: metadata.name, digest: spec.digest, base: spec.base };
  try {
    const patch = treePatch.parse(JSON.parse(Buffer.from(await content(run, spec.digest)).toString("utf8")));
    const files: PatchFile[] = [];
    for (const { path, before, after } of patch.changes.slice(0, mostFiles))
      files.push({
        path,
        change: before ? (after ? "changed" : "removed") : after ? "added" : "removed",
        before: before?.digest,
        after: after?.digest,
        bytes: after?.bytes,
        text: after && after.bytes <= mostBytes ? await textOf(() => content(run, after.digest)) : undefined,
      });
    return { ...known, base: patch.base, files, more: patch.changes.length - files.length };
  } catch (caught) {
    if (!(caught instanceof IdentikitError)) throw caught;
    return { ...known, files: [], more: spec.files ?? 0, problem: caught.message };
  }
}

/** Bytes as text; nothing for what is not UTF-8 or not there. */
async function textOf(read: () => Promise<Uint8Array>): Promise<string | undefined> {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await read());
    return text.includes("\0") ? undefined : text;
  } catch (caught) {
    if (caught instanceof TypeError || caught instanceof IdentikitError) return undefined;
    throw caught;
  }
}
