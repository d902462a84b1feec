import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { observeDirectory, treeOfObserved } from "../tree/directory-reader.ts";
import type { FileTree } from "../tree/file-tree.ts";
import { type DeliveryLedger, readLedger } from "./delivery-ledger.ts";
import { ledgerPlace } from "./delivery-place.ts";

/**
 * The ledger of a directory that `fetch` delivered; `undefined` where nothing was delivered there.
 * @throws {IdentikitError} `DOCUMENT_INVALID` for one that was tampered with
 */
export function deliveryOf(directory: string): DeliveryLedger | undefined {
  const { state, name } = ledgerPlace(directory);
  using opened = AnchoredDirectory.open(state);
  return readLedger(opened, name);
}

/**
 * Whether a directory still holds what was delivered: every file as it was, and in `read`, what was just read of it,
 * none besides.
 * @throws {IdentikitError} `FILE_UNREADABLE`, `ENTRY_TYPE`
 */
export function isAsDelivered(directory: string, ledger: DeliveryLedger, read: FileTree): boolean {
  const files = new Set(ledger.files);
  if (!ledger.complete || [...read].some(({ path }) => !files.has(path))) return false;
  const keep = (path: string, kind: string) => kind === "directory" || files.has(path);
  const entries = observeDirectory(directory, { keep, withBytes: true });
  return treeOfObserved(entries, directory).digest === ledger.treeDigest;
}
