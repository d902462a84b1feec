import { IdentikitError } from "../fault/error.ts";
import { type Finding, verdictOf } from "../fault/finding.ts";
import type { ImageSource, ManifestSelector, Platform } from "./store.ts";

/** An image that is about to become reachable. */
export interface GatedImage {
  readonly source: ImageSource;
  /** Where finding it out fails, that is the gate's answer, too. */
  readonly selector: ManifestSelector | Promise<ManifestSelector>;
  /** The platforms to look at; left out, all. */
  readonly platforms?: readonly Platform[];
  /** What findings call the image. */
  readonly subject: string;
}

/** Compares the identity in an image with its source of truth; `src/gate` has the one that the commands use. */
export type ImageGate = (image: GatedImage) => Promise<readonly Finding[]>;

/**
 * Asks the gate, and stops where the image is not clean. `"skip"` has to be said; nothing is ungated by omission.
 * @throws {IdentikitError} `GATE_FAILED` that names the first finding and how many there are
 */
export async function passGate(gate: ImageGate | "skip", image: GatedImage): Promise<readonly Finding[]> {
  if (gate === "skip") return [];
  const findings = await gate(image);
  if (verdictOf(findings) === "clean") return findings;
  const [first] = findings.filter(({ severity }) => severity !== "warning");
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : "";
  const problem = first?.problem ?? `its identity is not the template's: ${first?.path}: ${first?.code}`;
  const message = `${image.subject}: ${problem}${more}`;
  throw new IdentikitError("GATE_FAILED", message, {
    remedy: first?.remedy ?? "Bake the image again from the template.",
  });
}
