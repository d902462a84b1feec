/** The media types of the OCI image specification and of Docker's image manifest, version 2, schema 2. */
export const mediaTypes = {
  ociManifest: "application/vnd.oci.image.manifest.v1+json",
  ociIndex: "application/vnd.oci.image.index.v1+json",
  ociConfig: "application/vnd.oci.image.config.v1+json",
  ociLayer: "application/vnd.oci.image.layer.v1.tar",
  ociLayerGzip: "application/vnd.oci.image.layer.v1.tar+gzip",
  ociLayerZstd: "application/vnd.oci.image.layer.v1.tar+zstd",
  dockerManifest: "application/vnd.docker.distribution.manifest.v2+json",
  dockerIndex: "application/vnd.docker.distribution.manifest.list.v2+json",
  dockerConfig: "application/vnd.docker.container.image.v1+json",
  dockerLayer: "application/vnd.docker.image.rootfs.diff.tar",
  dockerLayerGzip: "application/vnd.docker.image.rootfs.diff.tar.gzip",
} as const;

/** Which of the two families of media types an image is written in. */
export type MediaTypeFamily = "oci" | "docker";

export function isIndexType(mediaType: string): boolean {
  return mediaType === mediaTypes.ociIndex || mediaType === mediaTypes.dockerIndex;
}

export function isManifestType(mediaType: string): boolean {
  return mediaType === mediaTypes.ociManifest || mediaType === mediaTypes.dockerManifest;
}

/** Types of the config of an image that engines run. */
export function isConfigType(mediaType: string): boolean {
  return mediaType === mediaTypes.ociConfig || mediaType === mediaTypes.dockerConfig;
}

/**
 * Types of a layer that every engine unpacks. Those that may not be passed on are read like any other where they are
 * there. Some engines take whatever begins like an OCI layer's type, some know encrypted ones, some none but these.
 */
export function isLayerType(mediaType: string): boolean {
  return (
    /^application\/vnd\.oci\.image\.layer\.(nondistributable\.)?v1\.tar(\+gzip|\+zstd)?$/.test(mediaType) ||
    /^application\/vnd\.docker\.image\.rootfs\.(foreign\.)?diff\.tar(\.gzip|\.zstd)?$/.test(mediaType)
  );
}

/** Docker's schema 1, whose layers have no digests of their own; registries of today refuse it. */
export function isSchema1Type(mediaType: string): boolean {
  return /^application\/vnd\.docker\.distribution\.manifest\.v1\+/.test(mediaType);
}

/** The media types of what an image of that family is made of; the identity layer is always gzip. */
export function typesOf(family: MediaTypeFamily): {
  manifest: string;
  index: string;
  config: string;
  layer: string;
} {
  return family === "oci"
    ? {
        manifest: mediaTypes.ociManifest,
        index: mediaTypes.ociIndex,
        config: mediaTypes.ociConfig,
        layer: mediaTypes.ociLayerGzip,
      }
    : {
        manifest: mediaTypes.dockerManifest,
        index: mediaTypes.dockerIndex,
        config: mediaTypes.dockerConfig,
        layer: mediaTypes.dockerLayerGzip,
      };
}
