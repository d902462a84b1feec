import { IdentikitError } from "../fault/error.ts";
import type { Descriptor, Platform } from "./store.ts";

/** What `bake` builds from `scratch` where no platform is named: the same on every machine. */
export const defaultPlatform: Platform = { os: "linux", architecture: "amd64" };

/**
 * Parses `os/architecture[/variant]`, such as `linux/arm64/v8`, in any of the spellings that containerd takes.
 * @throws {IdentikitError} `USAGE`
 */
export function parsePlatform(text: string): Platform {
  const match = /^([a-z0-9]+)\/([a-z0-9_-]+)(?:\/([a-z0-9.]+))?$/.exec(text.trim().toLowerCase());
  if (!match) {
    throw new IdentikitError("USAGE", `${JSON.stringify(text)} is not a platform`, {
      remedy: "Write os/architecture, such as linux/amd64 or linux/arm64/v8.",
    });
  }
  const [, given = "", name = "", variant] = match;
  const {
    os,
    architecture,
    variant: meant,
  } = normalized({
    os: given,
    architecture: name,
    ...(variant ? { variant } : {}),
  });
  // The variant that goes without saying is written where it was written, and only there.
  if (variant === undefined && architecture === name) return { os, architecture };
  if (variant !== undefined && architecture === "arm64") return { os, architecture, variant: meant ?? "v8" };
  return { os, architecture, ...(meant ? { variant: meant } : {}) };
}

/** The platform as one writes it. */
export function formatPlatform(platform: Platform): string {
  const { os, architecture, variant } = platform;
  const version = platform["os.version"];
  return `${os}/${architecture}${variant ? `/${variant}` : ""}${version ? ` (${version})` : ""}`;
}

/**
 * A platform in the one spelling that containerd compares, so that `Linux/x86_64` is `linux/amd64`. A variant that its
 * architecture has anyway is left out, of `arm` it is written.
 * @see https://github.com/containerd/platforms/blob/v1.0.0-rc.5/database.go
 */
export function normalized(platform: Platform): Platform {
  const { variant: _, ...rest } = platform;
  const os = goLower(platform.os);
  const [architecture, variant] = normalizedArchitecture(
    goLower(platform.architecture),
    goLower(platform.variant ?? ""),
  );
  return { ...rest, os: os === "macos" ? "darwin" : os, architecture, ...(variant ? { variant } : {}) };
}

function normalizedArchitecture(architecture: string, variant: string): readonly [string, string] {
  switch (architecture) {
    case "i386":
      return ["386", ""];
    case "x86_64":
    case "x86-64":
    case "amd64":
      return ["amd64", variant === "v1" ? "" : variant];
    case "aarch64":
    case "arm64":
      if (["8", "v8", "v8.0"].includes(variant)) return ["arm64", ""];
      return ["arm64", ["9", "9.0", "v9.0"].includes(variant) ? "v9" : variant];
    case "armhf":
      return ["arm", "v7"];
    case "armel":
      return ["arm", "v6"];
    case "arm":
      if (variant === "") return ["arm", "v7"];
      return ["arm", /^[5-8]$/.test(variant) ? `v${variant}` : variant];
    default:
      return [architecture, variant];
  }
}

/** Go lowers each character by itself, to one character. */
function goLower(text: string): string {
  return [...text].map((each) => (each === "\u0130" ? "i" : each.toLowerCase())).join("");
}

/** True where `have` is the platform that `want` names, in whatever spelling. */
export function isSamePlatform(want: Platform, have: Platform): boolean {
  const [one, other] = [normalized(want), normalized(have)];
  const version = want["os.version"];
  if (version !== undefined && version !== have["os.version"]) return false;
  return isSameMachine(one, other) && one.variant === other.variant;
}

/** True where operating system and architecture are the same, whatever the variants. */
export function isSameMachine(one: Platform, other: Platform): boolean {
  const [first, second] = [normalized(one), normalized(other)];
  return first.os === second.os && first.architecture === second.architecture;
}

/** What a machine also runs where an image has nothing of its own architecture (containerd's `platforms.Only`). */
const fallbacks: Readonly<Record<string, string>> = { amd64: "386", arm64: "arm" };

/**
 * Which entries of an index some engine takes for a platform. Engines differ: containerd and Docker take the nearest
 * variant that is not above the machine's, and at last another architecture that it runs; buildah and podman compare
 * spellings as they are; go-containerregistry takes the first of any variant where none was asked for. An entry without
 * a platform counts for every one.
 */
export function engineChoices<Entry extends { readonly platform?: Platform }>(
  wanted: Platform,
  entries: readonly Entry[],
): readonly Entry[] {
  const { os, architecture, variant = "" } = normalized(wanted);
  const of = (name: string | undefined) =>
    entries.filter(({ platform }) => {
      const have = platform && normalized(platform);
      // Where an entry names no operating system, containerd and Docker take their own.
      return have && (have.os === os || have.os === "") && have.architecture === name;
    });
  const own = of(architecture);
  const exact = own.filter((entry) => variantOf(entry.platform) === variant);
  // Engines of today pass over what asks for features, older ones do not know them.
  const plain = own.filter(({ platform }) => !platform?.["os.features"]?.length);
  const isSpelledOut = plain.some(
    ({ platform }) =>
      platform?.os === os && platform.architecture === architecture && (platform.variant ?? "") === variant,
  );
  // Buildah takes what names no variant after those that it knows to be below.
  const runs = own.filter(({ platform }) => !platform?.variant || levelOf(platform) <= levelOf(wanted));
  const chosen = wanted.variant === undefined ? own : isSpelledOut ? exact : [...exact, ...runs];
  const isSure = plain.some(({ platform }) => ["", variant].includes(variantOf(platform)));
  const others = isSure ? [] : of(fallbacks[architecture]);
  const open = entries.filter(({ platform }) => platform === undefined);
  return [...new Set([...chosen, ...others, ...open])];
}

function variantOf(platform: Platform | undefined): string {
  return (platform && normalized(platform).variant) ?? "";
}

/** A variant as a number, since a machine runs images of those below; an unknown one may be taken by any. */
function levelOf(platform: Platform): number {
  const { architecture, variant } = normalized(platform);
  const usual = architecture === "arm64" ? "v8" : "v1";
  const [, major = "0", minor = "0"] = /^v?(\d+)(?:\.(\d+))?$/.exec(variant ?? usual) ?? [];
  return Number(major) * 100 + Number(minor);
}

/**
 * True for an entry of an index that is about an image rather than one: the attestations of BuildKit, which carry the
 * platform `unknown/unknown`. The annotation that BuildKit also writes does not count: an engine picks by platform
 * alone, so an image under a real platform must not be able to hide behind it.
 */
export function isAttestation({ platform }: Descriptor): boolean {
  return platform?.os === "unknown" && platform.architecture === "unknown";
}
