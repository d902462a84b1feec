import type { Finding } from "../fault/finding.ts";
import {
  defaultDestination,
  destinationPath,
  type IdentityProfile,
  selectIdentity,
} from "../image/identity.ts";
import type { ImageGate } from "../image/image-gate.ts";
import type { LayerIndex } from "../image/view/layer-index.ts";
import type { FileTree } from "../tree/file-tree.ts";
import { checkImage } from "./image-side.ts";

export interface GateOptions {
  /** The template's tree; the identity is selected from it. */
  readonly template: FileTree;
  /** Where the identity stands in the image. Default `/opt/molecule-platform-agent-template/`. */
  readonly destination?: string;
  /** Files that the template must have with content. */
  readonly required?: readonly string[];
  /** Which of the template's files are the identity. Default `identity/v1`. */
  readonly profile?: IdentityProfile;
  readonly signal?: AbortSignal;
  /** Which layers are known to say nothing about the destination; they are not read. */
  readonly index?: LayerIndex | undefined;
}

/**
 * The gate for one template: given an image, every difference between the identity in it, as a container would see it,
 * and the template's.
 * @throws {IdentikitError} `SSOT_MISSING` at once where it is not a valid template
 */
export function gateFor(options: GateOptions): ImageGate {
  const identity = selectIdentity(options.template, "the template", options.required, options.profile);
  const destination = destinationPath(options.destination ?? defaultDestination);
  const { signal, index } = options;
  return ({ source, selector, platforms = [], subject }): Promise<Finding[]> =>
    checkImage(identity, {
      source,
      selector,
      platforms,
      destination,
      subject,
      index,
      ...(signal ? { signal } : {}),
    });
}
