import { z } from "zod";
import { decodeValue } from "../document/decode.ts";
import { descriptor, nullableText, textMap } from "../document/fields.ts";
import { readJson, shown } from "../document/read-json.ts";
import { ambiguousImage } from "../image-fault.ts";
import type { Descriptor, ManifestSelector } from "../store.ts";

/** The annotations under which an index names an image: the specification's, and containerd's. */
export const nameAnnotations = {
  tag: "org.opencontainers.image.ref.name",
  fullName: "io.containerd.image.name",
} as const;

const schema = z.looseObject({
  schemaVersion: z.literal(2),
  mediaType: nullableText,
  artifactType: nullableText,
  manifests: z.array(descriptor).max(10_000),
  subject: descriptor.nullish(),
  annotations: textMap,
});

/** A layout's `index.json`; keys that other tools keep in it are kept. */
export interface LayoutIndex {
  readonly schemaVersion: 2;
  readonly manifests: readonly Descriptor[];
}

export const emptyLayoutIndex: LayoutIndex = { schemaVersion: 2, manifests: [] };

/** @throws {IdentikitError} `IMAGE_INVALID`, `IMAGE_AMBIGUOUS` */
export function parseLayoutIndex(bytes: Uint8Array, place: string): LayoutIndex {
  const what = `${place}: index.json`;
  const value = readJson(bytes, what);
  decodeValue(value, schema, what);
  // As it stands, and not the schema's output, which lacks what other tools keep in its entries.
  return value as LayoutIndex;
}

/** The entries that a selector means. */
export function entriesOf(index: LayoutIndex, selector: ManifestSelector): readonly Descriptor[] {
  return selector.kind === "digest"
    ? index.manifests.filter(({ digest }) => digest === selector.digest)
    : index.manifests.filter((entry) => isNamed(entry, selector.tag));
}

/**
 * The entry that a selector means, where there is one.
 * @throws {IdentikitError} `IMAGE_AMBIGUOUS` where there are several that differ: some programs take the first, some the
 * last, some refuse
 */
export function entryOf(
  index: LayoutIndex,
  selector: ManifestSelector,
  place: string,
): Descriptor | undefined {
  const [first, ...others] = entriesOf(index, selector);
  const other = others.find((each) => !first || !isSameContent(each, first));
  if (!first || !other) return first;
  const name = selector.kind === "tag" ? selector.tag : selector.digest;
  const what = first.digest === other.digest ? "in two ways" : `for ${first.digest} and for ${other.digest}`;
  throw ambiguousImage(
    place,
    `its index has ${shown(name)} ${what}`,
    "Write the image to a new directory, or name it by its digest.",
  );
}

function isSameContent(one: Descriptor, other: Descriptor): boolean {
  return one.digest === other.digest && one.mediaType === other.mediaType && one.size === other.size;
}

function isNamed({ annotations }: Descriptor, tag: string): boolean {
  return Object.values(nameAnnotations).some((name) => annotations?.[name] === tag);
}

/** The names that a layout's images have, for messages. */
export function namesOf(index: LayoutIndex): readonly string[] {
  return index.manifests.flatMap(({ annotations }) => annotations?.[nameAnnotations.tag] ?? []);
}

/** The index in which the name stands for this image and for no other; the same index where it does already. */
export function withEntry(index: LayoutIndex, descriptor: Descriptor, tag: string): LayoutIndex {
  const named = entriesOf(index, { kind: "tag", tag });
  if (named.length === 1 && named[0]?.digest === descriptor.digest) return index;
  const others = index.manifests.filter((entry) => !isNamed(entry, tag));
  const { mediaType, digest, size } = descriptor;
  const annotations = { [nameAnnotations.tag]: tag };
  return { ...index, manifests: [...others, { mediaType, digest, size, annotations }] };
}
