import { type TarMember, writeTar } from "../../tar/tar-writer.ts";
import { type Digest, digestOf } from "../../tree/digest.ts";
import type { FileTree } from "../../tree/file-tree.ts";
import { ancestorsOf } from "../../tree/path.ts";
import { bakedTree } from "../identity.ts";
import { sortMembers } from "./sort-members.ts";
import { storedGzip } from "./stored-gzip.ts";

/** The mode and owner of a directory above the destination, as a layer writes it down. */
export interface AncestorMetadata {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export interface IdentityLayerOptions {
  /** Where the identity goes, without slashes at its ends. */
  readonly destination: string;
  /** Seconds since the epoch, for every entry. */
  readonly sourceDateEpoch: number;
  /** What the base has at the directories above the destination; what is not in it is 0755 0:0. */
  readonly ancestors?: ReadonlyMap<string, AncestorMetadata>;
}

/** One layer, as a manifest and a config refer to it. */
export interface IdentityLayer {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
  /** The digest of the archive inside the compression. */
  readonly diffId: Digest;
}

/** The entry that hides whatever lower layers have in its directory (OCI image specification, layer.md). */
const opaqueWhiteout = ".wh..wh..opq";

/**
 * The one layer that a direct bake adds: the directories above the destination, the destination made opaque, the
 * identity and the marker. As every ancestor is named in it as a directory, nothing of a lower layer can show through or
 * lead elsewhere, and this layer alone proves what stands at the destination.
 */
export function writeIdentityLayer(identity: FileTree, options: IdentityLayerOptions): IdentityLayer {
  const { destination, sourceDateEpoch, ancestors } = options;
  const tree = bakedTree(identity);
  const above = ancestorsOf(destination).map((path) => ancestor(path, ancestors?.get(path)));
  const below = new Set([...tree].flatMap(({ path }) => ancestorsOf(path)));
  const members: TarMember[] = [
    ...[...below].map((path) => ({ path: `${destination}/${path}/`, mode: 0o755 })),
    ...[...tree].map(({ path, mode, bytes }) => ({ path: `${destination}/${path}`, mode, bytes })),
  ];
  const archive = writeTar(
    [
      ...above,
      { path: `${destination}/`, mode: 0o755 },
      { path: `${destination}/${opaqueWhiteout}`, mode: 0o644 },
      ...sortMembers(members),
    ],
    sourceDateEpoch,
  );
  const bytes = storedGzip(archive);
  return { bytes, digest: digestOf(bytes), diffId: digestOf(archive) };
}

function ancestor(path: string, metadata: AncestorMetadata | undefined): TarMember {
  const { mode, uid, gid } = metadata ?? { mode: 0o755, uid: 0, gid: 0 };
  return { path: `${path}/`, mode, owner: { uid, gid } };
}
