import { type TreePatch, treePatch } from "../../agents/run-bundle/tree-patch.ts";
import { IdentikitError } from "../../fault/error.ts";
import { type Digest, digestOf } from "../../tree/digest.ts";
import { readObjects } from "../files/blob-reader.ts";
import { byBytes } from "../files/take-patch.ts";
import type { StoreGit } from "../store/store-git.ts";

type FileMode = NonNullable<TreePatch["changes"][number]["after"]>["mode"];

interface Side {
  readonly mode: string;
  readonly object: string;
}

/**
 * The difference of two commits or trees as a patch, so that its digest can be compared with another one's.
 * @param base the commit that the patch is to name
 * @throws {IdentikitError} `PATCH_INVALID` for a difference that no patch has, such as a new link; `STORE_UNUSABLE`
 */
export async function patchBetween(
  git: StoreGit,
  base: string,
  to: string,
  signal: AbortSignal,
): Promise<TreePatch> {
  const args = ["diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-ext-diff"];
  const output = await git.ask([...args, `${base}^{tree}`, `${to}^{tree}`, "--"], signal, {
    maxOutput: 256 * 1024 * 1024,
  });
  const changes = parseRaw(output);
  const objects = new Set<string>();
  for (const { path, from, now } of changes) {
    if (isFile(from)) objects.add(from.object);
    if (isFile(now)) objects.add(now.object);
    else if (!isNothing(now)) throw notAFile(path);
  }
  const known = new Map<string, { digest: Digest; bytes: number }>();
  for await (const [object, bytes] of readObjects(git, [...objects], signal))
    known.set(object, { digest: digestOf(bytes), bytes: bytes.length });
  const state = (side: Side) => (isFile(side) ? { mode: side.mode, ...known.get(side.object) } : undefined);
  return treePatch.parse({
    version: 1,
    base,
    changes: changes
      .toSorted((a, b) => byBytes(a.path, b.path))
      .map(({ path, from, now }) => {
        const before = state(from);
        const after = state(now);
        return { path, ...(before ? { before } : {}), ...(after ? { after } : {}) };
      }),
  });
}

function parseRaw(output: Buffer): { path: string; from: Side; now: Side }[] {
  const parts = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(output).split("\0");
  const changes = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [mode = "", modeNow = "", object = "", objectNow = ""] = (parts[at] ?? "").slice(1).split(" ");
    changes.push({
      path: parts[at + 1] ?? "",
      from: { mode, object },
      now: { mode: modeNow, object: objectNow },
    });
  }
  return changes;
}

function isNothing({ mode }: Side): boolean {
  return mode === "000000";
}

function isFile(side: Side): side is Side & { readonly mode: FileMode } {
  return side.mode === "100644" || side.mode === "100755";
}

function notAFile(path: string): IdentikitError {
  return new IdentikitError("PATCH_INVALID", `${JSON.stringify(path)} became a link or a submodule`, {
    remedy: "Look at what wrote this commit: a patch of ours never does.",
  });
}
