import { z } from "zod";
import { type Digest, isDigest } from "../../tree/digest.ts";
import { invalid, parseJson } from "../model.ts";
import type { Descriptor, ManifestSelector } from "../store.ts";

/** The annotation under which a layout's index names an image. */
const refName = "org.opencontainers.image.ref.name";

const entry = z.looseObject({
  mediaType: z.string(),
  digest: z.custom<Digest>((value) => typeof value === "string" && isDigest(value)),
  size: z.int().nonnegative(),
  annotations: z.record(z.string(), z.string()).exactOptional(),
});

const schema = z.looseObject({ schemaVersion: z.literal(2), manifests: z.array(entry).max(10_000) });

/** A layout's `index.json`; keys that other tools keep in it are kept. */
export type LayoutIndex = z.infer<typeof schema>;

export const emptyLayoutIndex: LayoutIndex = { schemaVersion: 2, manifests: [] };

/** @throws {IdentikitError} `IMAGE_INVALID` */
export function parseLayoutIndex(bytes: Uint8Array, place: string): LayoutIndex {
  const result = schema.safeParse(parseJson(bytes, `${place}: index.json`));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalid(place, `index.json: ${issue?.path.join(".")}: ${issue?.message}`);
}

/** The entries that a selector means; of several with one name, all. */
export function entriesOf(index: LayoutIndex, selector: ManifestSelector): readonly Descriptor[] {
  return selector.kind === "digest"
    ? index.manifests.filter(({ digest }) => digest === selector.digest)
    : index.manifests.filter(({ annotations }) => annotations?.[refName] === selector.tag);
}

/** The names that a layout's images have, for messages. */
export function namesOf(index: LayoutIndex): readonly string[] {
  return index.manifests.flatMap(({ annotations }) => annotations?.[refName] ?? []);
}

/** The index in which the name stands for this image and for no other; the same index where it does already. */
export function withEntry(index: LayoutIndex, descriptor: Descriptor, tag: string): LayoutIndex {
  const named = entriesOf(index, { kind: "tag", tag });
  if (named.length === 1 && named[0]?.digest === descriptor.digest) return index;
  const others = index.manifests.filter(({ annotations }) => annotations?.[refName] !== tag);
  const { mediaType, digest, size } = descriptor;
  return { ...index, manifests: [...others, { mediaType, digest, size, annotations: { [refName]: tag } }] };
}
