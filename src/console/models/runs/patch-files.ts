import type { agentArtifact } from "../../../agents/kinds/record/agent-artifact.ts";
import type { Resource, ResourceKey } from "../../../agents/resource/resource.ts";
import { type FileDifference, patchDifferences } from "../../../agents/run-bundle/patch-differences.ts";
import { treePatch } from "../../../agents/run-bundle/tree-patch.ts";
import { IdentikitError } from "../../../fault/error.ts";
import type { ConsoleSources } from "../../page/console-sources.ts";

/** A patch as a person reads it: each file with what changed in it, line by line. */
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

export interface PatchFile extends FileDifference {
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly bytes?: number | undefined;
}

const most = { files: 50, lines: 1000 } as const;

/** Reads a patch and compares its files. What is missing is said, and the rest shown. */
export async function readPatch(
  { content }: Pick<ConsoleSources, "content">,
  run: ResourceKey,
  { metadata, spec }: Resource<typeof agentArtifact>,
): Promise<PatchModel> {
  const known = { artifact: metadata.name, digest: spec.digest, base: spec.base };
  try {
    const patch = treePatch.parse(JSON.parse(Buffer.from(await content(run, spec.digest)).toString("utf8")));
    const { suspectedSecrets = 0 } = spec;
    const read = (digest: string) => keptContent(() => content(run, digest));
    const { files, more } = await patchDifferences(patch, { read, suspectedSecrets, most });
    const shown = files.map((file, at) => {
      const { before, after } = patch.changes[at] ?? {};
      return { ...file, before: before?.digest, after: after?.digest, bytes: after?.bytes };
    });
    return { ...known, base: patch.base, files: shown, more };
  } catch (caught) {
    if (!(caught instanceof IdentikitError)) throw caught;
    return { ...known, files: [], more: spec.files ?? 0, problem: caught.message };
  }
}

/** Content; nothing where it is not kept, or is not what its digest says. */
async function keptContent(read: () => Promise<Uint8Array>): Promise<Uint8Array | undefined> {
  try {
    return await read();
  } catch (caught) {
    if (caught instanceof IdentikitError) return undefined;
    throw caught;
  }
}
