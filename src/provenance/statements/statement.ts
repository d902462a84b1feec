import { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";
import { readJson } from "../../image/document/read-json.ts";
import type { Digest } from "../../tree/digest.ts";
import { predicateTypes } from "./predicate-types.ts";

/** What is said, apart from of what: plain JSON. */
export interface Predicate {
  readonly predicateType: string;
  readonly predicate: Readonly<Record<string, unknown>>;
}

/** An in-toto statement about one image, as it is signed. https://github.com/in-toto/attestation/blob/v1.1.0/spec/v1/statement.md */
export interface Statement extends Predicate {
  readonly _type: typeof statementType;
  /** Without a name: what is said holds wherever the image lies. */
  readonly subject: readonly { readonly digest: { readonly sha256: string } }[];
}

const statementType = "https://in-toto.io/Statement/v1";

/** The media type of a statement in its envelope. */
export const payloadType = "application/vnd.in-toto+json";

/** Statements and their bundles are read up to this size. Bytes. */
export const largestStatement = 16 * 1024 * 1024;

const schema = z.object({
  // Cosign still writes the earlier version.
  _type: z.enum([statementType, "https://in-toto.io/Statement/v0.1"]),
  subject: z
    .array(z.object({ name: z.string().optional(), digest: z.record(z.string(), z.string()) }))
    .min(1)
    .max(10_000),
  predicateType: z.string().min(1).max(2048),
  predicate: z.record(z.string(), z.unknown()).nullish(),
});

/** A statement that was read: of which images, and what. */
export interface ReadStatement extends Predicate {
  /** The digests that it is about. */
  readonly subjects: readonly Digest[];
}

export function makeStatement(digest: Digest, { predicateType, predicate }: Predicate): Statement {
  return { _type: statementType, subject: [{ digest: { sha256: hexOf(digest) } }], predicateType, predicate };
}

/** That somebody stands for an image, and says no more of it. */
export const signaturePredicate: Predicate = { predicateType: predicateTypes.signature, predicate: {} };

/**
 * A statement's bytes as a value.
 * @param place for messages
 * @throws {IdentikitError} `ATTESTATION_INVALID` for what is no in-toto statement; `IMAGE_INVALID`, `IMAGE_AMBIGUOUS` for its JSON
 */
export function parseStatement(bytes: Uint8Array, place: string): ReadStatement {
  const parsed = schema.safeParse(readJson(bytes, place));
  if (!parsed.success)
    throw invalid(place, `it is no in-toto statement: ${parsed.error.issues[0]?.message ?? "malformed"}`);
  const { subject, predicateType, predicate } = parsed.data;
  const subjects = subject.flatMap(({ digest: { sha256 } }): Digest[] =>
    sha256 !== undefined && /^[0-9a-f]{64}$/.test(sha256) ? [`sha256:${sha256}`] : [],
  );
  return { subjects, predicateType, predicate: predicate ?? {} };
}

function invalid(place: string, reason: string): IdentikitError {
  return new IdentikitError("ATTESTATION_INVALID", `${place}: ${reason}`, {
    remedy: "Find out who wrote it; sign the image again with --sign-key.",
  });
}

/** A digest without its algorithm. */
export function hexOf(digest: Digest): string {
  return digest.slice("sha256:".length);
}
