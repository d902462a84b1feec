import type { FaultCode } from "../../fault/codes.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Finding } from "../../fault/finding.ts";
import { type FindingCode, findingCodes } from "../../fault/finding-codes.ts";
import { isImageProof } from "../image-fault.ts";

/** Faults that say nothing about the image: they end the validation. */
const notAboutTheImage: ReadonlySet<FaultCode> = new Set(["INTERNAL", "CANCELLED", "USAGE"]);

/** A part of an image, in the words of its findings. */
export interface ImagePart {
  /** Such as `layer 2 sha256:…`; layers are counted from 1, the lowest first. */
  readonly path: string;
  /** The platform that it belongs to, or the digest where none is known. */
  readonly subject: string;
}

/** What a part should be and what it is, where they differ. */
export function imageFinding(
  code: FindingCode,
  { path, subject }: ImagePart,
  expected: string,
  actual: string,
): Finding {
  return { code, severity: "error", path, expected, actual, remedy: findingCodes[code].remedy, subject };
}

/**
 * What kept a part from being read, as a finding: an `error` where it proves that the image is wrong, `unverified` where the
 * place did not give it out.
 * @throws what says nothing about the image
 */
export function faultOfPart(fault: unknown, { path, subject }: ImagePart): Finding {
  if (!(fault instanceof IdentikitError) || notAboutTheImage.has(fault.code)) throw fault;
  const { code, message, remedy } = fault;
  const severity = isImageProof(code) ? "error" : "unverified";
  return { code, severity, path, expected: null, actual: message, remedy, subject };
}
