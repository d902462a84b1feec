import { join } from "node:path";
import { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";
import { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { writeFileAtomically } from "../../tree/atomic-file.ts";
import { digestOf } from "../../tree/digest.ts";
import { readFileIn } from "../../tree/file-reader.ts";
import type { Layer } from "../layer/read-layer.ts";
import type { Metadata } from "./layer-node.ts";

/**
 * All that a layer has to do with some paths, where that is nothing but directories above them: most layers of most bases
 * say nothing about the identity's place, and need not be read again to know it. A layer with anything else on the way is
 * not silent: a whiteout, a link that leads to one of the paths, an attribute that decides who may pass.
 */
export interface SilentLayer {
  /** Mode and owner of the directories above the paths that the layer has; `null` where it only implies one. */
  readonly directories: ReadonlyMap<string, Metadata | null>;
  /** Whether every entry's directory, anywhere in the layer, is named before it. */
  readonly isNamedThroughout: boolean;
}

const maxBytes = 1024 * 1024;
const metadata = z.object({ mode: z.int(), uid: z.int(), gid: z.int() });
const schema = z.object({
  key: z.string(),
  directories: z.record(z.string(), metadata.nullable()),
  isNamedThroughout: z.boolean(),
});

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
      if (found?.key !== key) return undefined;
      return { ...found, directories: new Map(Object.entries(found.directories)) };
    } catch (caught) {
      if (caught instanceof IdentikitError || caught instanceof SyntaxError) return undefined;
      throw caught;
    }
  }

  keep(layer: Layer, paths: readonly string[], silent: SilentLayer): void {
    const key = keyOf(layer, paths);
    try {
      const directories = Object.fromEntries(silent.directories);
      const text = JSON.stringify({ key, ...silent, directories });
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
  return JSON.stringify(["identikit-layer/v2", descriptor.digest, diffId, ...paths]);
}

function fileOf(key: string): string {
  return `${digestOf(key).slice("sha256:".length)}.json`;
}
