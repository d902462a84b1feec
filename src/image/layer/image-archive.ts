import { anyArchive, type TarProfile } from "../../tar/tar-profile.ts";
import { invalid } from "../image-fault.ts";

/**
 * The profile of an archive that an image is made of: whatever engines read is read.
 * @param place for messages
 */
export function imageArchive(place: string): TarProfile {
  return anyArchive({ invalid: (reason) => invalid(place, reason) });
}
