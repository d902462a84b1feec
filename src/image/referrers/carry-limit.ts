import type { ImageIndex, ImageManifest } from "../model.ts";

/** What may be carried beside one image, and what one artifact of it may take in bytes. */
const most = { artifacts: 1000, bytes: 128 * 1024 * 1024 } as const;

/** Counts what is carried beside an image: whoever may push to its source could list without end. */
export class CarryLimit {
  #artifacts = 0;

  /** Whether one more artifact, of these manifests, may be carried; it is counted where it may. */
  takes(manifests: readonly (ImageManifest | ImageIndex)[]): boolean {
    const blobs = manifests.flatMap((each) =>
      each.kind === "index" ? each.manifests : [each.config, ...each.layers],
    );
    const bytes = blobs.reduce((sum, { size }) => sum + size, 0);
    if (bytes > most.bytes || this.#artifacts >= most.artifacts) return false;
    this.#artifacts++;
    return true;
  }
}
