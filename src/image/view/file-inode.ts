import { createHash } from "node:crypto";
import type { TarBody, TarHeader } from "../../tar/tar-parser.ts";
import { isGrantingAttribute } from "../layer/attributes.ts";
import type { Inode } from "./layer-node.ts";

/** Bytes of a file whose content is kept. */
const mostContent = 1024 * 1024;

/** What an entry says about its file, whose body is still to come. */
export function inodeOf({ mode, uid, gid, attributes }: TarHeader): Inode {
  const granting = new Set(attributes.set.filter(isGrantingAttribute));
  return { mode, uid, gid, digest: undefined, bytes: undefined, attributes: granting };
}

/**
 * Takes a file's body, and gives its inode the digest.
 * @param keepContent whether the inode gets the content, too, where that is not too much
 */
export function bodyOf(inode: Inode, size: number, keepContent: boolean): TarBody {
  const hash = createHash("sha256");
  const parts: Uint8Array[] | undefined = keepContent && size <= mostContent ? [] : undefined;
  return {
    write: (chunk) => {
      hash.update(chunk);
      parts?.push(Buffer.from(chunk));
    },
    end: () => {
      inode.digest = `sha256:${hash.digest("hex")}`;
      inode.bytes = parts && Buffer.concat(parts);
    },
  };
}
