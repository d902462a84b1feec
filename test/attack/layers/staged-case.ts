import { StagedImage } from "../../../src/image/staged-image.ts";
import type { RawManifest } from "../../../src/image/store.ts";
import type { LayerCase } from "./layer-case.ts";

/**
 * A case as an image that readers take its documents and blobs from.
 * @param Staged the class to use, for a copy of the code with classes of its own
 */
export function stageCase(
  { layers, user }: LayerCase,
  Staged: typeof StagedImage = StagedImage,
): { image: StagedImage; top: RawManifest } {
  const image = new Staged("fuzz", undefined);
  const config = {
    architecture: "amd64",
    os: "linux",
    config: { User: user, Cmd: ["/bin/true"] },
    rootfs: { type: "layers", diff_ids: layers.map(({ diffId }) => diffId) },
  };
  const configBytes = Buffer.from(JSON.stringify(config));
  const manifest = {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: image.addBlob(configBytes, "application/vnd.oci.image.config.v1+json"),
    layers: layers.map(({ blob, mediaType }) => image.addBlob(blob, mediaType)),
  };
  return { image, top: image.addManifest(manifest, manifest.mediaType) };
}
