import { z } from "zod";
import { type Digest, digestOf, isDigest } from "../../tree/digest.ts";
import { enginesDiffer } from "./decode.ts";

/** A SHA-256 digest. */
export const digest = z.custom<Digest>((value) => typeof value === "string" && isDigest(value), {
  error: "must be a SHA-256 digest",
});

/** Lists and maps of text that Go leaves empty where they are null. */
export const texts = z.array(z.string()).nullish();
export const textMap = z.record(z.string(), z.string()).nullish();
/** Text that Go leaves empty where it is null. */
export const nullableText = z.string().nullish();

/** A moment as Go's `time.Time` takes it: RFC 3339, with its capitals. */
export const moment = z.string().refine(isMoment, { error: "is not a time in RFC 3339" }).nullish();

const momentForm =
  /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

function isMoment(given: string): boolean {
  const [, year, month, day] = (momentForm.exec(given) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  // The last day of a month is the one before the first of the next. Years below 100 are others to Date.
  const last = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  return month >= 1 && month <= 12 && day >= 1 && day <= last;
}

/** Object without its members that are null: to every engine, they are not there. */
export type Present<Value> = {
  [Key in keyof Value as null extends Value[Key] ? never : Key]: Value[Key];
} & { [Key in keyof Value as null extends Value[Key] ? Key : never]?: NonNullable<Value[Key]> };

export function present<Value extends object>(value: Value): Present<Value> {
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(members) as Present<Value>;
}

/** Which machine something is for; `features` is a field of Docker's manifest lists. */
export const platformFields = {
  os: z.string(),
  architecture: z.string(),
  variant: nullableText,
  "os.version": nullableText,
  "os.features": texts,
};

/**
 * An OCI descriptor; Docker's have some of its fields. Content that it holds itself is the one that it names.
 * @see https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md
 */
export const descriptor = z
  .object({
    mediaType: z.string().max(255),
    digest,
    size: z.int().nonnegative(),
    platform: z
      .looseObject({ ...platformFields, features: texts })
      .transform(present)
      .nullish(),
    annotations: textMap,
    urls: texts,
    data: nullableText,
    artifactType: nullableText,
  })
  .refine(({ data, ...named }) => !data || isContentOf(data, named), {
    error: "the content in it is not what its digest names, and some engines take the one, some the other",
    params: enginesDiffer,
    path: ["data"],
  })
  .transform(({ data: _, ...kept }) => present(kept));

function isContentOf(data: string, named: { readonly digest: Digest; readonly size: number }): boolean {
  const content = Buffer.from(data, "base64");
  const isCanonical = content.toString("base64") === data;
  return isCanonical && content.length === named.size && digestOf(content) === named.digest;
}
