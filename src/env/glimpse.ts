import { lstatSync } from "node:fs";
import type { EnvDirectories } from "./env-directories.ts";
import type { Expected } from "./expected.ts";
import { ledgerFileNames } from "./ledger.ts";
import type { LedgerSeal } from "./ledger-key.ts";

/** What an agent's files looked like to `lstat`, and what they should hold. */
export interface Glimpse {
  /** Sealed: who does not have the ledger's key cannot make one. */
  readonly digest: string;
  /** Whether a change from now on shows in the status of a path. */
  readonly isOld: boolean;
}

/** The file system on which the env directories are, and what its clock said before anything was looked at. */
export interface Moment {
  readonly device: bigint;
  readonly ns: bigint;
}

/** Looks at every path on which it depends whether an agent's env directory is as it should be; opens none. */
export function glimpse(
  agent: string,
  { digest, paths }: Expected,
  {
    seal,
    place,
    since,
  }: { readonly seal: LedgerSeal; readonly place: EnvDirectories; readonly since: Moment },
): Glimpse {
  let text = `${digest}\n${place.root.path}`;
  let isOld = true;
  const lookAt = (path: string) => {
    const status = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    if (!status) {
      text += "\n-";
      return;
    }
    const { dev, ino, mode, nlink, uid, gid, size, mtimeNs, ctimeNs } = status;
    if (dev !== since.device || mtimeNs >= since.ns || ctimeNs >= since.ns) isOld = false;
    text += `\n${dev} ${ino} ${mode} ${nlink} ${uid} ${gid} ${size} ${mtimeNs} ${ctimeNs}`;
  };
  for (const name of ledgerFileNames(agent)) lookAt(place.glance.ledgers.locate(name));
  const root = place.glance.root.locate(agent);
  for (const path of paths) lookAt(root + path);
  return { digest: seal.digest("stat index", text), isOld };
}
