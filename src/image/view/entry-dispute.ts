import type { TarHeader } from "../../tar/tar-header.ts";
import {
  isAccessList,
  isGrantingAttribute,
  isOrdinaryAttribute,
  isOverlayAttribute,
} from "../layer/attributes.ts";
import { leavesRoot } from "./entry-name.ts";
import { show } from "./path.ts";

/** The largest user and group: the next number means "no change" to the kernel, and larger ones are cut to 32 bits. */
const largestOwner = 0xfffffffe;

/**
 * Why engines do not read an entry alike, whatever stands around it.
 * @returns what the path "is", in words that follow these; `undefined` where they do read it alike
 */
export function disputeIn(path: string, header: TarHeader): string | undefined {
  const { type, uid, gid, target } = header;
  if (header.isOverlayWhiteout) return "the device 0:0, which hides a name where layers are stacked";
  if (path.split("/").some((segment) => segment.startsWith(".wh.")))
    return "below a directory whose name is a whiteout's";
  if (type === "symlink" && leavesRoot(path, target))
    return `a link to ${show(target)}, which go-containerregistry leaves out as it leads out of the root`;
  const isOdd = [uid, gid].some((id) => id < 0 || id > largestOwner);
  if (type !== "symlink" && isOdd) return `owned by ${uid}:${gid}, which a kernel does not know`;
  return disputeInAttributes(header);
}

/** {@link disputeIn} its extended attributes. */
export function disputeInAttributes({ type, attributes }: TarHeader): string | undefined {
  for (const name of attributes.set) {
    if (isOverlayAttribute(name))
      return `given ${name}, which engines obey that stack layers, and others do not`;
    if (isAccessList(name) && type === "directory")
      return `given ${name}, which engines apply before its mode or after it`;
    if (!isAccessList(name) && !isOrdinaryAttribute(name))
      return `given ${JSON.stringify(name)}, which some engines refuse and others skip`;
  }
  const skipped = attributes.passedOver.find((name) => isOverlayAttribute(name) || isGrantingAttribute(name));
  return skipped && `given ${skipped} by a record of libarchive's, which engines pass over`;
}
