import type { ConfigDatabase } from "../../config/database.ts";
import { IdentikitError } from "../../fault/error.ts";
import { type TreePatch, treePatch } from "../run-bundle/tree-patch.ts";
import { BlobStore } from "../store/blobs/blob-store.ts";
import type { RunProof } from "./proof.ts";
import type { RunEvidence } from "./run-evidence.ts";

/** The content of everything that a run made, worked out again from its bytes. */
export async function contentProofs(
  database: ConfigDatabase,
  { run, artifacts }: RunEvidence,
): Promise<readonly RunProof[]> {
  const blobs = new BlobStore(database);
  const proofs: RunProof[] = [];
  for (const { metadata, spec } of artifacts) {
    const subject = `${spec.kind} ${metadata.name}`;
    proofs.push(await contentProof(blobs, run.metadata, subject, spec.digest));
    if (spec.kind !== "patch" || proofs.at(-1)?.state !== "holds") continue;
    const patch = await patchOf(blobs, run.metadata, spec.digest);
    for (const { path, after } of patch.changes)
      if (after) proofs.push(await contentProof(blobs, run.metadata, `${subject}: ${path}`, after.digest));
  }
  return proofs;
}

/** The patch with a digest, out of the content of its run. @throws {IdentikitError} `BLOB_MISSING` */
export async function patchOf(
  blobs: BlobStore,
  run: { readonly namespace: string; readonly name: string },
  digest: string,
): Promise<TreePatch> {
  const stored: unknown = JSON.parse(Buffer.from(await blobs.get(run, digest)).toString("utf8"));
  return treePatch.parse(stored);
}

async function contentProof(
  blobs: BlobStore,
  run: { readonly namespace: string; readonly name: string },
  subject: string,
  digest: string,
): Promise<RunProof> {
  try {
    await blobs.get(run, digest);
    return { subject, state: "holds", detail: digest };
  } catch (caught) {
    if (!(caught instanceof IdentikitError) || caught.code !== "BLOB_MISSING") throw caught;
    const isThere = await blobs.has(run, digest);
    return {
      subject,
      state: isThere ? "differs" : "unverified",
      detail: isThere ? `the content is not ${digest}` : `the content ${digest} is not here`,
    };
  }
}
