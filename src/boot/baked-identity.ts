import { existsSync } from "node:fs";
import { join } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import { defaultRequiredFiles, markerName, markerScript, platformAgent } from "../image/identity.ts";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { readFileIn } from "../tree/file-reader.ts";

/** The line that the marker prints: what a runtime that falls back has to log. */
export const markerLine = /echo "([^"]+)"/.exec(markerScript)?.[1] ?? "";

/** Which identity an image is to hold. */
export interface BakedIdentitySettings {
  readonly destination: string;
  /** The template whose identity is baked. */
  readonly template: string;
  readonly required?: readonly string[] | undefined;
}

const maxBytes = 8 * 1024 * 1024;

/**
 * Looks for the identity in the image that this runs in. The marker is compared, not run: an image needs no shell for it.
 * @returns why it cannot be started with, or `undefined` where it can
 * @throws {IdentikitError} `PATH_LINKED`, `ENTRY_TYPE`, `FILE_UNREADABLE`
 */
export function bakedProblem({ destination, template, required }: BakedIdentitySettings): string | undefined {
  if (!existsSync(destination)) return `the image has no ${destination}`;
  using directory = AnchoredDirectory.open(destination);
  const marker = readFileIn(directory, markerName, maxBytes);
  if (!marker) return `${destination} has no ${markerName}`;
  if (!marker.bytes.equals(Buffer.from(markerScript)))
    return `${join(destination, markerName)} is not the marker`;
  const files = required ?? (template === platformAgent ? defaultRequiredFiles : ["config.yaml"]);
  const lacking = files.filter((path) => !hasContent(directory, path));
  return lacking.length === 0 ? undefined : `${destination} lacks ${lacking.join(", ")}`;
}

function hasContent(root: AnchoredDirectory, path: string): boolean {
  const [first = "", ...rest] = path.split("/");
  if (rest.length === 0) return (readFileIn(root, first, maxBytes)?.bytes.length ?? 0) > 0;
  using below = root.enter(first);
  return below !== undefined && hasContent(below, rest.join("/"));
}

/** @throws always `IDENTITY_MISSING` */
export function noIdentity(reasons: readonly string[]): never {
  throw new IdentikitError(
    "IDENTITY_MISSING",
    `the agent has no identity to start with: ${reasons.join("; ")}`,
    {
      remedy:
        "Configure a template server or a token so that the template can be delivered, or start from an image with the identity baked in.",
    },
  );
}
