import { IdentikitError } from "../fault/error.ts";
import { FileTree } from "../tree/file-tree.ts";
import { checkPath } from "../tree/path.ts";

/** Where the identity stands in the image, unless the configuration says otherwise. */
export const defaultDestination = "/opt/molecule-platform-agent-template/";

/** The template for whose image {@link defaultRequiredFiles} hold. */
export const platformAgent = "platform-agent";

/** Files without which the template of the platform agent is not a source of truth, unless the configuration says otherwise. */
export const defaultRequiredFiles: readonly string[] = [
  "config.yaml",
  "mcp_servers.yaml",
  "prompts/concierge.md",
];

/** The name of the marker, beside the identity. */
export const markerName = "IMAGE_BAKED_IDENTITY_PRESENT";

/**
 * The marker's bytes, the same from both builders and checked by the gate: a script for any POSIX shell. A runtime that
 * falls back to the baked identity runs it, and its line says so in the runtime's log.
 */
export const markerScript = `#!/bin/sh
echo "identikit: the image-baked identity is present; it is a last resort for hosts that cannot reach the template" >&2
`;

/** Which of a template's files are baked into the image: a named, versioned profile, as an asset policy is one. */
export interface IdentityProfile {
  /** Name and version, such as `identity/v1`. */
  readonly name: string;
  admits(path: string): boolean;
}

/** The profile unless the configuration names another: `config.yaml`, `mcp_servers.yaml`, `prompts/**`, nothing else. */
export const identityV1: IdentityProfile = {
  name: "identity/v1",
  admits: (path) => path === "config.yaml" || path === "mcp_servers.yaml" || path.startsWith("prompts/"),
};

/**
 * The identity that a template's tree holds.
 * @param owner what the tree was read from, for messages
 * @param required files that must be there with content
 * @param profile which files are the identity
 * @throws {IdentikitError} `SSOT_MISSING` that names every file that is missing or empty
 */
export function selectIdentity(
  template: FileTree,
  owner: string,
  required: readonly string[] = defaultRequiredFiles,
  profile: IdentityProfile = identityV1,
): FileTree {
  const lacking = required.flatMap((path) => {
    const file = template.get(path);
    if (file === undefined) return `${path} is missing`;
    return file.bytes.every(isBlank) ? `${path} is empty` : [];
  });
  if (lacking.length > 0) {
    throw new IdentikitError("SSOT_MISSING", `${owner} is not a valid template: ${lacking.join(", ")}`, {
      remedy:
        "Add what is missing to the template, or list the files that it has under identity.required in identikit.yaml.",
    });
  }
  return template.select((path) => profile.admits(path));
}

/** What stands at the destination: the identity and the marker. */
export function bakedTree(identity: FileTree): FileTree {
  const marker = { path: markerName, mode: 0o755, bytes: Buffer.from(markerScript) };
  return FileTree.of([...identity, marker], "the identity");
}

/**
 * A destination as path segments: absolute in the image, below `/`, in no form that two programs read as two places.
 * @throws {IdentikitError} `PATH_ESCAPES`, `PATH_UNSAFE`
 */
export function destinationPath(destination: string): string {
  const path = destination.replace(/^\/+/, "").replace(/\/+$/, "");
  checkPath(path, `destination ${destination}`);
  return path;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}
