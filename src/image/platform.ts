import { IdentikitError } from "../fault/error.ts";
import type { Descriptor, Platform } from "./store.ts";

/** What `bake` builds from `scratch` where no platform is named: the same on every machine. */
export const defaultPlatform: Platform = { os: "linux", architecture: "amd64" };

/**
 * Parses `os/architecture[/variant]`, such as `linux/arm64/v8`.
 * @throws {IdentikitError} `USAGE`
 */
export function parsePlatform(text: string): Platform {
  const match = /^([a-z0-9]+)\/([a-z0-9_]+)(?:\/([a-z0-9.]+))?$/.exec(text.trim().toLowerCase());
  if (!match) {
    throw new IdentikitError("USAGE", `${JSON.stringify(text)} is not a platform`, {
      remedy: "Write os/architecture, such as linux/amd64 or linux/arm64/v8.",
    });
  }
  const [, os = "", architecture = "", variant] = match;
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}

/** The platform as one writes it. */
export function formatPlatform(platform: Platform): string {
  const { os, architecture, variant } = platform;
  const version = platform["os.version"];
  return `${os}/${architecture}${variant ? `/${variant}` : ""}${version ? ` (${version})` : ""}`;
}

/** True where `have` is what `want` asks for. `arm64` alone means `arm64/v8`, `arm` alone `arm/v7`, as in containerd. */
export function platformMatches(want: Platform, have: Platform): boolean {
  if (want.os !== have.os || want.architecture !== have.architecture) return false;
  const version = want["os.version"];
  if (version !== undefined && version !== have["os.version"]) return false;
  return usualVariant(want) === usualVariant(have);
}

function usualVariant({ architecture, variant }: Platform): string {
  if (variant) return variant;
  if (architecture === "arm64") return "v8";
  return architecture === "arm" ? "v7" : "";
}

/**
 * True for an entry of an index that is about an image rather than one: the attestations of BuildKit, which carry the
 * platform `unknown/unknown`. The annotation that BuildKit also writes does not count: an engine picks by platform
 * alone, so an image under a real platform must not be able to hide behind it.
 */
export function isAttestation({ platform }: Descriptor): boolean {
  return platform?.os === "unknown" && platform.architecture === "unknown";
}
