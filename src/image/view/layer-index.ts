import { join } from "node:path";
import { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";
import { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { writeFileAtomically } from "../../tree/atomic-file.ts";
import { digestOf } from "../../tree/digest.ts";
import { readFileIn } from "../../tree/file-reader.ts";
import type { Layer } from "../layer/read-layer.ts";

/** A directory's mode and owner, as a layer has them. */
export interface DirectoryMetadata {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * All that a layer has at some paths, where that is nothing but directories above them: most layers of most bases say
 * nothing about the identity's place, and need not be read again to know it.
 */
export type SilentLayer = ReadonlyMap<string, DirectoryMetadata>;

const maxBytes = 1024 * 1024;
const metadata = z.object({ mode: z.int(), uid: z.int(), gid: z.int() });
const schema = z.object({ key: z.string(), directories: z.record(z.string(), metadata) });

/**
 * What layers were found to be silent, by their digests and the paths that were asked about. Only silence is kept: a
 * layer that has something at the destination is read and verified each time. Losing the index costs time, nothing else:
 * what is wrong with it is never a fault of the run.
 */
export class LayerIndex {
  readonly #directory: string;

  /** @param directory made when something is first kept */
  constructor(directory: string) {
    this.#directory = directory;
  }

  recall(layer: Layer, paths: readonly string[]): SilentLayer | undefined {
    const key = keyOf(layer, paths);
    try {
      using directory = AnchoredDirectory.open(this.#directory);
      const file = readFileIn(directory, fileOf(key), maxBytes);
      const found = file && schema.safeParse(JSON.parse(file.bytes.toString("utf8"))).data;
      return found?.key === key ? new Map(Object.entries(found.directories)) : undefined;
    } catch (caught) {
      if (caught instanceof IdentikitError || caught instanceof SyntaxError) return undefined;
      throw caught;
    }
  }

  keep(layer: Layer, paths: readonly string[], silent: SilentLayer): void {
    const key = keyOf(layer, paths);
    try {
      const text = JSON.stringify({ key, directories: Object.fromEntries(silent) });
      writeFileAtomically(join(this.#directory, fileOf(key)), text, { mode: 0o600, sync: false });
    } catch (caught) {
      if (!(caught instanceof IdentikitError)) throw caught;
    }
  }
}

/** Where the index is kept by the XDG base directory specification; nowhere where there is no home. */
export function layerIndexOf(env: Readonly<Record<string, string | undefined>>): LayerIndex | undefined {
  const home = env.HOME ?? env.USERPROFILE;
  const caches = env.XDG_CACHE_HOME || (home && join(home, ".cache"));
  return caches ? new LayerIndex(join(caches, "identikit", "layers")) : undefined;
}

/** Both digests: the diff ID is the config's word, and another config may not borrow what was found under it. */
function keyOf({ descriptor, diffId }: Layer, paths: readonly string[]): string {
  return JSON.stringify(["identikit-layer/v1", descriptor.digest, diffId, ...paths]);
}

function fileOf(key: string): string {
  return `${digestOf(key).slice("sha256:".length)}.json`;
}
