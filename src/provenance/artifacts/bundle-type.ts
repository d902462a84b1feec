/** The media type of a Sigstore bundle, and of the artifact that holds one. */
export const bundleType = "application/vnd.dev.sigstore.bundle.v0.3+json";

/** Whether a media type is that of some version of a Sigstore bundle. */
export function isBundleType(mediaType: string | undefined): boolean {
  return /^application\/vnd\.dev\.sigstore\.bundle(?:\.v\d+\.\d+\+json|\+json;version=\d+\.\d+)$/.test(
    mediaType ?? "",
  );
}

/** What an artifact's manifest says of the bundle in it, as cosign and GitHub write it. */
export const bundleAnnotations = {
  content: "dev.sigstore.bundle.content",
  predicateType: "dev.sigstore.bundle.predicateType",
} as const;

/** The config of an artifact that has none. https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md#guidance-for-an-empty-descriptor */
export const emptyType = "application/vnd.oci.empty.v1+json";
