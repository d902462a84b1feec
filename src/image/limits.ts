/** Bounds of what an image may consist of. Registries take manifests of 4 MiB; engines, 127 layers. */
export const imageLimits = {
  manifestBytes: 10 * 1024 * 1024,
  configBytes: 10 * 1024 * 1024,
  layers: 512,
  indexEntries: 512,
  indexDepth: 3,
  referrers: 1000,
} as const;
