import { IdentikitError } from "../fault/error.ts";
import { LayoutStore } from "./layout/layout-store.ts";
import { formatImageReference, type StoredReference } from "./reference.ts";
import type { ImageStore, ManifestSelector } from "./store.ts";

/** A place that a reference names, opened. */
export interface OpenedReference extends AsyncDisposable {
  readonly reference: StoredReference;
  readonly store: ImageStore;
  /**
   * Which image of the place is meant.
   * @throws {IdentikitError} `IMAGE_MISSING` where the reference leaves it open and the place holds none, or several
   */
  select(): Promise<ManifestSelector>;
  /** The name that an image is written under there. */
  readonly tag: string;
}

/** What stores need of the outside. */
export interface OpenOptions {
  readonly signal?: AbortSignal;
}

const defaultTag = "latest";

/**
 * Opens the place that a reference names. The code of a transport is loaded when it is first asked for; nothing is
 * read or written yet.
 */
export async function openReference(
  reference: StoredReference,
  options: OpenOptions = {},
): Promise<OpenedReference> {
  switch (reference.kind) {
    case "layout": {
      const store = new LayoutStore(reference.directory, options.signal);
      const { tag, digest } = reference;
      return opened(reference, store, tag ?? defaultTag, async () => {
        if (digest) return { kind: "digest", digest };
        return tag === undefined ? { kind: "digest", digest: await store.only() } : { kind: "tag", tag };
      });
    }
    case "registry":
    case "archive":
    case "engine":
      throw new IdentikitError(
        "REFERENCE_INVALID",
        `${formatImageReference(reference)} cannot be opened yet`,
        {
          remedy: "Use an OCI layout: oci:DIR:TAG.",
        },
      );
  }
}

function opened(
  reference: StoredReference,
  store: ImageStore,
  tag: string,
  select: () => Promise<ManifestSelector>,
): OpenedReference {
  return { reference, store, tag, select, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
}
