import { resolve } from "node:path";
import { ImagePlaces } from "../../image/places.ts";
import {
  type ImageReference,
  parseImageReference,
  parseStoredReference,
  type StoredReference,
} from "../../image/reference.ts";
import { givenCredential } from "../../image/registry/credential.ts";
import type { Settings } from "../../project/settings-schema.ts";
import type { CommandContext } from "../context.ts";
import type { RegistryOptionValues } from "../options/servers.ts";
import { filled } from "./named-templates.ts";
import { networkOf } from "./network.ts";
import { TransferLines } from "./transfer-lines.ts";

/** The places that one run reads images from and writes them to. */
export function openPlaces(
  context: CommandContext,
  settings: Pick<Settings, "network">,
  options: RegistryOptionValues,
): ImagePlaces {
  const { signal, clock, env, log, registryCredential: given } = context;
  const credentials = given && givenCredential(given.registry, given.username, given.password);
  const lines = new TransferLines(log);
  return new ImagePlaces({
    signal,
    clock,
    env,
    insecure: options.insecureRegistry,
    ...networkOf(context, settings, options),
    onProgress: lines.show,
    onClose: () => lines[Symbol.dispose](),
    ...(credentials ? { credentials } : {}),
  });
}

/** The place of an image reference as a person typed it. */
export function placeOf(context: CommandContext, typed: string): StoredReference {
  return fromCwd(parseStoredReference(typed), context.cwd);
}

/** The base that a template's image is put on: the one named, else that of the settings, else `scratch`. */
export function baseNamed(
  { image }: Pick<Settings, "image">,
  named: string | undefined,
  template: string,
): string {
  return filled(named ?? image.base ?? "scratch", template);
}

/** As {@link placeOf}, for a base, which may be `scratch`. */
export function baseOf(context: CommandContext, typed: string): ImageReference {
  const reference = parseImageReference(typed);
  return reference.kind === "scratch" ? reference : fromCwd(reference, context.cwd);
}

function fromCwd(reference: StoredReference, cwd: string): StoredReference {
  if (reference.kind === "layout") return { ...reference, directory: resolve(cwd, reference.directory) };
  return reference.kind === "archive" ? { ...reference, file: resolve(cwd, reference.file) } : reference;
}
