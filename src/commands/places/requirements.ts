import { resolve } from "node:path";
import { readText } from "../../document/text.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { ImageGate } from "../../image/image-gate.ts";
import type { ImageStore } from "../../image/store.ts";
import type { Project } from "../../project/project.ts";
import { predicateTypeOf, predicateTypes } from "../../provenance/statements/predicate-types.ts";
import type { Trust } from "../../provenance/verifying/trust.ts";
import type { VerifiedStatement } from "../../provenance/verifying/verify-bundle.ts";
import type { Digest } from "../../tree/digest.ts";
import type { CommandContext } from "../context.ts";
import type { RequirementOptionValues, TrustOptionValues } from "../options/provenance.ts";
import { keyText } from "./key-text.ts";

/** What is required to be said of an image. */
export interface Required {
  /** Predicate types. */
  readonly types: readonly string[];
  /** What was verified so far. */
  readonly verified: readonly VerifiedStatement[];
  /** Asks a gate, and then for what is required. */
  after(gate: ImageGate | "skip", store: ImageStore, treeDigest: Digest | undefined): ImageGate;
}

/**
 * What the options require to be said of an image; nothing where they require nothing.
 * @throws {IdentikitError} `USAGE` where nobody is named whose signatures count; `SIGNING_KEY_INVALID`, `TRUSTED_ROOT_INVALID`
 */
export async function requirementsOf(
  context: CommandContext,
  project: Project,
  options: RequirementOptionValues,
): Promise<Required | undefined> {
  const types = requiredTypes(options);
  if (types.length === 0) return undefined;
  const trust = await namedTrust(context, project, options);
  // Most images are passed without signatures: what verifies them is loaded where it is asked for.
  const { allGates, provenanceGate } = await import("../../provenance/provenance-gate.ts");
  const verified: VerifiedStatement[] = [];
  return {
    types,
    verified,
    after: (gate, store, treeDigest) => {
      const own = provenanceGate(store, {
        ...{ trust, required: types, treeDigest },
        onVerified: (statements) => verified.push(...statements.verified),
      });
      return gate === "skip" ? own : allGates(gate, own);
    },
  };
}

/** The predicate types that the options require, that of a signature among them; each once. */
export function requiredTypes({
  requireSignature,
  requireAttestation,
}: Pick<RequirementOptionValues, "requireSignature" | "requireAttestation">): readonly string[] {
  const signature = requireSignature ? [predicateTypes.signature] : [];
  return [...new Set([...signature, ...requireAttestation.map(predicateTypeOf)])];
}

/** {@link trustOf}, where somebody has to count. @throws {IdentikitError} `USAGE` where nobody is named, and as there */
export async function namedTrust(
  context: CommandContext,
  project: Project,
  options: TrustOptionValues,
): Promise<Trust> {
  const trust = await trustOf(context, project, options);
  if (trust.keys.length + trust.identities.length > 0) return trust;
  throw new IdentikitError("USAGE", "nobody is named whose signatures count", {
    remedy:
      "Name a public key with --verify-key, or an identity with --verify-identity and --verify-issuer; or set provenance.keys in identikit.yaml.",
  });
}

/**
 * Whose signatures count: those whom the options name, else those of the settings.
 * @throws {IdentikitError} `USAGE`, `SIGNING_KEY_INVALID`, `TRUSTED_ROOT_INVALID`, `TRUSTED_ROOT_UNREACHABLE`, `FILE_UNREADABLE`
 */
export async function trustOf(
  context: CommandContext,
  { root, settings }: Project,
  options: TrustOptionValues,
): Promise<Trust> {
  const { keys, identity, issuer, trustedRoot, tuf } = settings.provenance;
  const isNamed = options.verifyKey.length > 0 || options.verifyIdentity !== undefined;
  const named = options.verifyKey.map((key) => ({ key, from: context.cwd }));
  const counting = isNamed ? named : keys.map((key) => ({ key, from: root }));
  const subject = options.verifyIdentity ?? (isNamed ? undefined : identity);
  if (counting.length === 0 && subject === undefined) return { keys: [], identities: [] };
  // As above: only who verifies needs it.
  const { parseTrustedRoot, trustedKey } = await import("../../provenance/verifying/trust.ts");
  const trusted = counting.map(({ key, from }) =>
    trustedKey(key, keyText(context, key, { kind: "public", from })),
  );
  if (subject === undefined) return { keys: trusted, identities: [] };
  const vouched = options.verifyIssuer ?? issuer;
  const authorities =
    options.trustedRoot === undefined
      ? trustedRoot && resolve(root, trustedRoot)
      : resolve(context.cwd, options.trustedRoot);
  if (vouched === undefined)
    throw new IdentikitError("USAGE", "an identity counts with its issuer only", {
      remedy: "Add --verify-issuer, or set provenance.issuer.",
    });
  const believed =
    authorities === undefined
      ? await fetched()
      : parseTrustedRoot(Buffer.from(readText(authorities)), authorities);
  return { keys: trusted, identities: [{ subject, issuer: vouched, root: believed }] };

  async function fetched() {
    // Most name a file, or a key.
    const { fetchTrustedRoot } = await import("../../provenance/verifying/fetch-trusted-root.ts");
    return await fetchTrustedRoot(tuf && { ...tuf, root: resolve(root, tuf.root) }, context.signal);
  }
}
