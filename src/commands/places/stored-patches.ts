import { agentArtifact } from "../../agents/kinds/record/agent-artifact.ts";
import { agentWorkspace } from "../../agents/kinds/record/agent-workspace.ts";
import { patchOf } from "../../agents/proof/content-proofs.ts";
import { BlobStore } from "../../agents/store/blobs/blob-store.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { PatchStore } from "../../workspace/actions/patch-store.ts";
import type { OpenObjects } from "./dispatch-services.ts";

/** The patches of runs, as the config database has them. */
export function storedPatches({ store, database }: OpenObjects): PatchStore {
  const stored = new BlobStore(database);
  return {
    async fetch(key, digest, blobs, signal) {
      const { namespace, name } = key;
      const run = await store.read(async (reader) => {
        const status = (await reader.get(agentWorkspace, key))?.status;
        for (const run of [status?.lastRun, ...(status?.runs ?? []), undefined]) {
          // Its last run has it, as a rule; else the artifacts of all runs are looked through.
          const among = run === undefined ? [] : [{ field: "spec.run", equals: true, value: run }];
          const fields = [...among, { field: "spec.digest", equals: true, value: digest }];
          for await (const { spec } of reader.each(agentArtifact, { namespace, fields }))
            if (spec.kind === "patch") return spec.run;
        }
        return undefined;
      });
      if (run === undefined)
        throw new IdentikitError(
          "BLOB_MISSING",
          `no run has the changes ${digest} of workspace ${name}, and they were not archived on this machine`,
          {
            remedy:
              "Recover it where it was archived, or ask with the text `base` to make it without its changes.",
          },
        );
      const patch = await patchOf(stored, { namespace, name: run }, digest);
      for (const { after } of patch.changes) {
        signal.throwIfAborted();
        if (after) blobs.put(await stored.get({ namespace, name: run }, after.digest));
      }
      return patch;
    },
  };
}
