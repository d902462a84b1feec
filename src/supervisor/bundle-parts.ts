import type { BundlePart } from "../agents/run-bundle/run-bundle.ts";
import { patchText, type TreePatch } from "../agents/run-bundle/tree-patch.ts";
import type { BlobFolder } from "../workspace/files/blob-folder.ts";

/** A part's place in the bundle: what it is, and its bytes. */
export interface PartContent extends Omit<BundlePart, "digest" | "bytes"> {
  readonly content: Uint8Array;
}

/** The parts of a bundle, their content kept by digest. */
export class BundleParts {
  readonly #blobs: BlobFolder;
  readonly #parts: BundlePart[] = [];

  constructor(blobs: BlobFolder) {
    this.#blobs = blobs;
  }

  get all(): readonly BundlePart[] {
    return this.#parts;
  }

  add({ content, ...part }: PartContent): string {
    const digest = this.#blobs.put(content);
    this.#parts.push({ ...part, digest, bytes: content.length });
    return digest;
  }

  /**
   * The patch, and the content that it names, which the harvest has kept already.
   * @param before content that its files had before, for people who compare
   */
  addPatch(patch: TreePatch, suspectedSecrets: number, before: ReadonlyMap<string, number>): string {
    const digest = this.add({
      ...{ kind: "patch", name: "patch.json", mediaType: "application/vnd.identikit.tree-patch+json" },
      ...{ suspectedSecrets, content: Buffer.from(patchText(patch)) },
    });
    const contents = new Map([
      ...before,
      ...patch.changes.flatMap(({ after }) => (after ? [[after.digest, after.bytes] as const] : [])),
    ]);
    for (const [content, bytes] of contents)
      this.#parts.push({
        ...{ kind: "blob", name: content.slice("sha256:".length), digest: content, bytes },
        mediaType: "application/octet-stream",
      });
    return digest;
  }
}
