import type { ImageProof } from "../agents/readiness/probe-ports.ts";
import { IdentikitError } from "../fault/error.ts";
import { verdictOf } from "../fault/finding.ts";
import { stopped } from "../fault/stopped.ts";
import type { ImageGate } from "../image/image-gate.ts";
import type { ImageSource, ManifestSelector } from "../image/store.ts";

/** The template that images are held against. */
export interface ProofTemplate {
  readonly treeDigest: string;
  readonly gate: ImageGate;
}

export interface ImageProofOptions {
  /** Reads the template again. @throws {IdentikitError} where it is not here */
  template(signal: AbortSignal): Promise<ProofTemplate>;
  /** Opens an image that is named with its digest, for as long as it is looked at. @throws {IdentikitError} */
  withImage<Result>(
    image: string,
    look: (source: ImageSource, selector: Promise<ManifestSelector>) => Promise<Result>,
  ): Promise<Result>;
}

/** The gate as a source of facts: what it says of an image is said with the digest of the identity that it was compared with. */
export function imageProof({ template, withImage }: ImageProofOptions): ImageProof {
  return {
    treeDigest: async (signal) => {
      try {
        return (await template(signal)).treeDigest;
      } catch (caught) {
        if (signal.aborted) throw stopped(signal, "stopped while reading a template");
        if (!(caught instanceof IdentikitError)) throw caught;
        return undefined;
      }
    },
    prove: async (image, signal) => {
      try {
        const { treeDigest, gate } = await template(signal);
        const findings = await withImage(image, (source, selector) =>
          gate({ source, selector, subject: image }),
        );
        const verdict = verdictOf(findings);
        const worst = findings.find(
          ({ severity }) => severity === (verdict === "drift" ? "error" : "unverified"),
        );
        const message =
          worst && `${worst.path}: ${worst.problem ?? worst.actual ?? worst.code}`.slice(0, 4000);
        return { fact: { verdict, treeDigest, ...(message === undefined ? {} : { message }) } };
      } catch (caught) {
        if (signal.aborted) throw stopped(signal, "stopped while looking at an image");
        if (!(caught instanceof IdentikitError)) throw caught;
        return { unseen: { message: caught.message, remedy: caught.remedy } };
      }
    },
  };
}
