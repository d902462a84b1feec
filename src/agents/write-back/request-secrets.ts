import { findSecretsIn } from "../../template/secret-scan.ts";
import type { AskedRequest } from "../outbox/asked-request.ts";
import type { TreePatch } from "../run-bundle/tree-patch.ts";

/** Bytes of files that are scanned at a time. */
const scanBytes = 8 * 1024 * 1024;

/**
 * Which requests hold what looks like a credential, by their digests: in any text of theirs, be it a title, a body or the name of a branch.
 */
export async function secretsInRequests(requests: readonly AskedRequest[]): Promise<Map<string, string>> {
  const texts = requests.map(({ request, digest }) => ({
    path: digest,
    text: [...textsIn(request)].join("\n\n"),
  }));
  const places = await findSecretsIn(texts);
  return new Map(places.map(({ path, line, kind }) => [path, `its text, at line ${line} (${kind})`]));
}

/** Where a patch writes what looks like a credential: in the content of a file, or in a path. */
export async function secretInPatch(
  { changes }: TreePatch,
  contentOf: (digest: string) => Promise<Uint8Array>,
  signal: AbortSignal,
): Promise<string | undefined> {
  let held = [{ path: "a path", text: changes.map(({ path }) => path).join("\n\n") }];
  let bytes = 0;
  for (const { path, after } of changes) {
    if (!after) continue;
    signal.throwIfAborted();
    held.push({ path, text: Buffer.from(await contentOf(after.digest)).toString("latin1") });
    bytes += after.bytes;
    if (bytes < scanBytes) continue;
    const found = await placeIn(held);
    if (found !== undefined) return found;
    [held, bytes] = [[], 0];
  }
  return await placeIn(held);
}

async function placeIn(texts: readonly { readonly path: string; readonly text: string }[]) {
  const [place] = await findSecretsIn(texts);
  return place && `${place.path}, at line ${place.line} (${place.kind})`;
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null)
    for (const inner of Object.values(value)) yield* textsIn(inner);
}
