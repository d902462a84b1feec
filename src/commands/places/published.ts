import type { FaultCode } from "../../fault/codes.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Finding } from "../../fault/finding.ts";
import type { ImageGate } from "../../image/image-gate.ts";
import type { ImagePlaces } from "../../image/places.ts";
import type { Platform } from "../../image/store.ts";
import type { Fact, PendingChange } from "../../report/report.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { placeOf } from "./images.ts";

/** How images in use differ from an identity; nothing of it is wrong. */
export interface PublishedSide {
  readonly pending: readonly PendingChange[];
  readonly facts: readonly Fact[];
  /** Warnings on images that could not be compared. */
  readonly findings: readonly Finding[];
}

const changes = { FILE_MISSING: "added", FILE_EXTRA: "removed" } as const;

/** Faults of the question itself, not of an image that cannot be read. */
const notOfTheImage: ReadonlySet<FaultCode> = new Set([
  "INTERNAL",
  "CANCELLED",
  "USAGE",
  "REFERENCE_INVALID",
]);

/**
 * Compares images in use with the identity that is to replace theirs. An image that is not there yet is the first use: every file is
 * new. One that cannot be read is a warning, since what is in use decides nothing about what is to be shipped.
 * @param files the paths of the identity and its marker
 * @throws {IdentikitError} `REFERENCE_INVALID`
 */
export async function comparePublished(
  context: CommandContext,
  places: ImagePlaces,
  of: {
    readonly published: readonly string[];
    readonly check: ImageGate;
    readonly files: readonly string[];
    readonly platforms: readonly Platform[];
  },
): Promise<PublishedSide> {
  const sides: PublishedSide[] = [];
  for (const image of of.published) sides.push(await compareOne(context, places, { ...of, image }));
  return {
    pending: sides.flatMap(({ pending }) => pending),
    facts: sides.flatMap(({ facts }) => facts),
    findings: sides.flatMap(({ findings }) => findings),
  };
}

async function compareOne(
  context: CommandContext,
  places: ImagePlaces,
  {
    image,
    check,
    files,
    platforms,
  }: {
    readonly image: string;
    readonly check: ImageGate;
    readonly files: readonly string[];
    readonly platforms: readonly Platform[];
  },
): Promise<PublishedSide> {
  const label = "published";
  try {
    const place = await places.open(placeOf(context, image));
    const { digest } = await place.store.manifest(await place.select());
    // By digest from here on: a tag that moves meanwhile changes nothing.
    const selector = { kind: "digest", digest } as const;
    const found = await check({ source: place.store, selector, platforms, subject: image });
    const unread = found.find(({ severity }) => severity === "unverified");
    if (unread) return unknown(image, unread.code, unread.actual ?? unread.path);
    const kinds = new Map(
      found.flatMap(({ code, path, severity }) =>
        severity === "error" ? [[path, changeOf(code)] as const] : [],
      ),
    );
    const pending = [...kinds].map(
      ([name, change]): PendingChange => ({ kind: "file", name, change, place: image }),
    );
    const differs =
      pending.length === 0 ? "the same identity" : `${count(pending.length, "file")} will change`;
    return { pending, facts: [{ label, value: `${image} is ${digest}: ${differs}` }], findings: [] };
  } catch (caught) {
    if (!(caught instanceof IdentikitError) || notOfTheImage.has(caught.code)) throw caught;
    if (caught.code !== "IMAGE_MISSING") return unknown(image, caught.code, caught.message);
    return {
      pending: files.map((name) => ({ kind: "file", name, change: "added", place: image })),
      facts: [{ label, value: `${image} is not there yet: first use` }],
      findings: [],
    };
  }
}

function changeOf(code: string): PendingChange["change"] {
  return code === "FILE_MISSING" || code === "FILE_EXTRA" ? changes[code] : "changed";
}

function unknown(image: string, code: Finding["code"], reason: string): PublishedSide {
  return {
    pending: [],
    facts: [{ label: "published", value: `${image} could not be compared` }],
    findings: [
      {
        code,
        severity: "warning",
        path: image,
        expected: null,
        actual: reason,
        problem: `what will change in it is not known: ${reason}`,
        remedy: "Give the job access to the published image; nothing is blocked by this.",
      },
    ],
  };
}
