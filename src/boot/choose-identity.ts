import { type VolumeIdentity, volumeIdentity } from "../template/volume-identity.ts";
import { type BakedIdentitySettings, bakedProblem, markerLine, noIdentity } from "./baked-identity.ts";

/** What an agent starts with, and the line of the log that says so. */
export interface StartingIdentity {
  /** `volume`: as it was delivered. `image`: the last resort. `none`: the runtime has no template. */
  readonly from: "volume" | "image" | "none";
  /** Where it lies; empty for `none`. */
  readonly directory: string;
  readonly line: string;
}

export interface ChooseIdentityOptions {
  /** The template's name, or the runtime that has none. */
  readonly name: string;
  readonly volume: string;
  /** What delivering came to. */
  readonly delivery:
    | { readonly result: "delivered" | "unchanged" }
    | { readonly result: "skipped"; readonly code: string };
  readonly baked: BakedIdentitySettings;
}

/**
 * The identity that an agent starts with: what was delivered now; where nothing could be fetched with, what an earlier delivery left on
 * the volume; where it left nothing whole, the identity in the image, with the marker's line.
 * @throws {IdentikitError} `IDENTITY_MISSING`; `DOCUMENT_INVALID`, `PATH_LINKED`, `ENTRY_TYPE`, `FILE_UNREADABLE`
 */
export function chooseIdentity({ name, volume, delivery, baked }: ChooseIdentityOptions): StartingIdentity {
  const fromVolume = (line: string) => ({ from: "volume", directory: volume, line }) as const;
  if (delivery.result !== "skipped")
    return fromVolume(`${name} starts with the identity on ${volume}, ${delivery.result} now`);
  if (delivery.code === "NO_TEMPLATE")
    return { from: "none", directory: "", line: `${name} has no template and starts with no identity` };
  const found = ownIdentity(volume, name);
  if (found.kind === "whole")
    return fromVolume(`${name} starts with the identity on ${volume}, ${told(found)}`);
  const problem =
    baked.template === name
      ? bakedProblem(baked)
      : `the image's identity is that of ${baked.template}, not of ${name}`;
  if (problem !== undefined) noIdentity([found.reason, problem]);
  return { from: "image", directory: baked.destination, line: `${found.reason}: ${markerLine}` };
}

/** What was delivered of another template is nobody to start as. */
function ownIdentity(volume: string, name: string): VolumeIdentity {
  const found = volumeIdentity(volume);
  if (found.kind === "none" || found.template === undefined || found.template === name) return found;
  return { kind: "none", reason: `${volume} holds the template ${found.template}, not ${name}` };
}

function told({ template, commit }: Extract<VolumeIdentity, { kind: "whole" }>): string {
  if (template === undefined) return "which Identikit did not deliver";
  return `delivered earlier${commit === null ? "" : ` at ${commit.slice(0, 12)}`}`;
}
