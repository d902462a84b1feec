import { IdentikitError } from "../../fault/error.ts";
import type { Finding } from "../../fault/finding.ts";
import type { Manifest, ManifestEntry } from "../../template/manifest.ts";
import { openSource } from "../../template/open-source.ts";
import type { ReadOptions } from "../../template/read-template.ts";
import { parseLocation } from "../../template/source-location.ts";
import type { TemplateLock } from "../../template/template-lock.ts";
import { tokenOf } from "../../template/template-token.ts";

/**
 * A warning for each template whose ref stands for another commit by now than the one that the lock has. What is checked and shipped
 * is the locked commit, so nothing is wrong with that: the newer one comes with a change of the lock. A server that does not answer
 * keeps nothing back either: whether it is newer decides nothing.
 */
export async function newerThanLock(
  manifest: Manifest,
  lock: TemplateLock,
  reading: ReadOptions,
): Promise<Finding[]> {
  const found = await Promise.all(
    manifest.workspaceTemplates.map(async (entry) => {
      const locked = lock.get(entry.name)?.commit;
      const now = locked ? await commitNow(entry, reading) : undefined;
      return !locked || now === undefined || now === locked ? [] : [newer(manifest, entry, locked, now)];
    }),
  );
  return found.flat();
}

async function commitNow(entry: ManifestEntry, reading: ReadOptions): Promise<string | undefined> {
  const { ref, repo, provider, path: directory } = entry;
  const deadline = AbortSignal.any([reading.signal, AbortSignal.timeout(reading.limits.timeoutMs)]);
  try {
    const location = parseLocation(repo, reading.root);
    const token = tokenOf(entry, location, reading);
    const source = openSource({ location, ref, shown: repo, provider, directory, token }, reading);
    return (await source.resolve(ref, deadline))?.commit;
  } catch (caught) {
    reading.signal.throwIfAborted();
    if (caught instanceof IdentikitError) return undefined;
    throw caught;
  }
}

function newer(manifest: Manifest, entry: ManifestEntry, locked: string, now: string): Finding {
  const ref = entry.ref ?? "the default branch";
  return {
    code: "LOCK_BEHIND",
    severity: "warning",
    path: `template ${entry.name}`,
    expected: locked,
    actual: now,
    problem: `${ref} is at ${now.slice(0, 12)} by now; ${locked.slice(0, 12)}, which identikit.lock says, is checked and shipped`,
    remedy: "Run `identikit fetch --update-lock` in a change of its own to take up the newer commit.",
    location: { file: manifest.file, line: entry.line },
  };
}
