import { posix } from "node:path";
import { ambiguousImage } from "../image/image-fault.ts";
import type { ImageConfig } from "../image/model.ts";

/**
 * Refuses an image that declares a volume where the identity is, above it or in it. Docker and Podman fill a new volume with
 * the image's files and mount an old one over them; other engines mount an empty directory, or ignore the declaration.
 * @param destination without slashes at its ends
 * @throws {IdentikitError} `IMAGE_AMBIGUOUS` that names the volume
 */
export function refuseVolumes(config: ImageConfig, destination: string, place: string): void {
  const identity = posix.resolve("/", destination);
  for (const declared of Object.keys(config.config?.Volumes ?? {})) {
    const volume = posix.resolve("/", declared);
    const isNear = isWithin(identity, volume) || isWithin(volume, identity);
    if (isNear)
      throw ambiguousImage(
        place,
        `it declares a volume at ${JSON.stringify(declared)}, and engines mount different things there`,
        "Take the VOLUME instruction away: the identity must not lie in a volume.",
      );
  }
}

function isWithin(path: string, directory: string): boolean {
  return directory === "/" || path === directory || path.startsWith(`${directory}/`);
}
