import { IdentikitError } from "../../fault/error.ts";
import { type Finding, verdictOf } from "../../fault/finding.ts";
import { gateFor } from "../../gate/gate.ts";
import { type PlatformImage, readImage } from "../../image/image.ts";
import { treeDigestLabel } from "../../image/labels.ts";
import type { OpenedReference } from "../../image/places.ts";
import { formatPlatform } from "../../image/platform.ts";
import { formatImageReference, parseStoredReference } from "../../image/reference.ts";
import type { LayerIndex } from "../../image/view/layer-index.ts";
import type { Draft, Verified } from "../graph/draft.ts";
import { linkUnverified } from "../graph/verify-claims.ts";
import type { StatedImage } from "./statement-area.ts";
import type { Identities } from "./template-area.ts";
import type { TemplateState } from "./template-states.ts";

/** An image that may carry an identity. */
export interface TracedImage {
  /** As a person writes it. */
  readonly reference: string;
  /** What names it: an option, the layout of the pipeline. */
  readonly namedBy: string;
  /** True for one that an object names: whoever writes objects names images of registries, and no files of this machine. */
  readonly isForeign?: boolean | undefined;
  /** The template whose identity it should carry, where that is known; nothing where its label has to say. */
  readonly template?: TemplateState | undefined;
}

/** How images are read and held against an identity. */
export interface ImageArea {
  open(reference: string): Promise<OpenedReference>;
  /** Where the identity lies in an image. */
  readonly destination: string;
  readonly index?: LayerIndex | undefined;
  /** Adds what is said of an image, where it lies with the image. */
  statements(draft: Draft, stated: StatedImage): Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Adds an image with its platforms, its name, and the identity that it carries: that of its label where a template has it, else that of
 * the template which it should carry.
 * @returns the id of the image; nothing where it could not be read
 */
export async function addImage(
  draft: Draft,
  area: ImageArea,
  traced: TracedImage,
  identities: Identities,
): Promise<string | undefined> {
  const { reference, namedBy } = traced;
  try {
    if (traced.isForeign && parseStoredReference(reference).kind !== "registry")
      throw notInRegistry(reference);
    const place = await area.open(reference);
    const { raw, index, images } = await readImage(place.store, await place.select());
    const image = draft.node("image", raw.digest, {}, [`${place.store.name}@${raw.digest}`]);
    addName(draft, { image, digest: raw.digest, reference, namedBy, place });
    for (const each of images) {
      const platform = formatPlatform(each.platform);
      const isOwn = index === undefined;
      const to = isOwn ? image : draft.node("image", each.raw.digest, { platform });
      if (isOwn) draft.node("image", raw.digest, { platform });
      else
        draft.claim({
          ...{ from: to, to: image, says: "is in the index", restsOn: "the index" },
          verifiedBy: "index and manifest were read, and their digests worked out again",
          verify: () => ({ verdict: "holds", detail: `for ${platform}` }),
        });
      addIdentity(draft, area, { to, place, each, traced, identities });
    }
    await area.statements(draft, { image, raw, place, identities });
    return image;
  } catch (caught) {
    area.signal.throwIfAborted();
    addUnread(draft, traced, caught);
    return undefined;
  }
}

function addName(
  draft: Draft,
  of: {
    readonly image: string;
    readonly digest: string;
    readonly reference: string;
    readonly namedBy: string;
    readonly place: OpenedReference;
  },
): void {
  const { image, digest, reference, namedBy, place } = of;
  const parsed = place.reference;
  const pinned = "digest" in parsed ? parsed.digest : undefined;
  const tag = "tag" in parsed ? parsed.tag : undefined;
  const named = nameOf(parsed);
  if (pinned !== undefined && tag === undefined) {
    draft.node("image", digest, {}, [reference, formatImageReference(parsed)]);
    return;
  }
  const to = draft.node("tag", named, { "named by": namedBy }, [reference, formatImageReference(parsed)]);
  draft.claim({
    from: image,
    to,
    says: "is named",
    restsOn: pinned === undefined ? namedBy : `${namedBy}, with the digest`,
    verifiedBy: "the place was asked what the name stands for",
    verify: async () => {
      if (pinned === undefined || tag === undefined) return { verdict: "holds", detail: digest };
      const found = await place.store.manifest({ kind: "tag", tag });
      if (found.digest === pinned) return { verdict: "holds", detail: digest };
      return {
        verdict: "broken",
        code: "TAG_MOVED",
        detail: `${named} stands for ${found.digest} now, not for ${pinned}`,
        remedy: "Find out who moved the tag; name the image by its digest alone if the tag may move.",
      };
    },
  });
}

/** The name without the digest that it was given with. */
function nameOf(reference: OpenedReference["reference"]): string {
  if (reference.kind !== "registry" && reference.kind !== "layout") return formatImageReference(reference);
  const { digest: _, ...named } = reference;
  return formatImageReference(named);
}

function addIdentity(
  draft: Draft,
  { destination, index, signal }: ImageArea,
  of: {
    readonly to: string;
    readonly place: OpenedReference;
    readonly each: PlatformImage;
    readonly traced: TracedImage;
    readonly identities: Identities;
  },
): void {
  const { to, place, each, traced, identities } = of;
  const said = each.config.config?.Labels?.[treeDigestLabel];
  const state = (said === undefined ? undefined : identities.get(said)) ?? traced.template;
  if (!state) {
    if (said === undefined) return;
    const from = draft.node("identity", said);
    draft.claim({
      ...{ from, to, says: "baked into", restsOn: `the label ${treeDigestLabel}` },
      verifiedBy: "the identities of all templates were compared with the label",
      verify: () => ({
        verdict: "unverified",
        detail: "no template has this identity now, so there is nothing to compare the files with",
        remedy: "Trace it together with the commit that it was baked from, as TEMPLATE@COMMIT.",
      }),
    });
    return;
  }
  draft.claim({
    from: draft.node("identity", state.identity.digest),
    to,
    says: "baked into",
    restsOn: said === undefined ? traced.namedBy : `the label ${treeDigestLabel}`,
    verifiedBy: "the gate compared every file that a container would see",
    verify: async () => {
      const gate = gateFor({
        template: state.identity,
        destination,
        required: [],
        profile: { name: "the identity", admits: () => true },
        signal,
        index,
      });
      const selector = { kind: "digest", digest: each.raw.digest } as const;
      const findings = await gate({ source: place.store, selector, subject: traced.reference });
      return verdictOfGate(findings, said, state);
    },
  });
}

function verdictOfGate(
  findings: readonly Finding[],
  said: string | undefined,
  { identity }: TemplateState,
): Verified {
  const verdict = verdictOf(findings);
  if (verdict === "clean") {
    if (said !== undefined && said !== identity.digest)
      return {
        verdict: "broken",
        detail: `the label says ${said}, and the files are those of ${identity.digest}`,
        remedy: "Bake the image again; its label is written by the bake and by nothing else.",
      };
    return { verdict: "holds", detail: `${identity.size} files and the marker` };
  }
  const severity = verdict === "drift" ? "error" : "unverified";
  const first = findings.find((one) => one.severity === severity);
  const detail = `${first?.path ?? "/"}: ${first?.problem ?? first?.actual ?? first?.code ?? verdict}`;
  return {
    verdict: verdict === "drift" ? "broken" : "unverified",
    detail,
    findings,
    ...(first ? { code: first.code, remedy: first.remedy } : {}),
  };
}

/** An image that was named and cannot be read: whether it carries anything is not known. */
function addUnread(draft: Draft, { reference, namedBy, template }: TracedImage, caught: unknown): void {
  if (!(caught instanceof IdentikitError)) throw caught;
  const to = unreadNode(draft, { reference, namedBy });
  const from = template
    ? draft.node("identity", template.identity.digest)
    : draft.node("identity", `of ${reference}`);
  draft.claim({
    ...{ from, to, says: "baked into", restsOn: namedBy, verifiedBy: "the image was asked for" },
    verify: () => linkUnverified(caught),
  });
}

/** The node of an image of which nothing is known but how it is named. */
function unreadNode(
  draft: Draft,
  { reference, namedBy }: Pick<TracedImage, "reference" | "namedBy">,
): string {
  const facts = { "named by": namedBy };
  try {
    const parsed = parseStoredReference(reference);
    const named = formatImageReference(parsed);
    const digest = "digest" in parsed ? parsed.digest : undefined;
    return digest === undefined
      ? draft.node("tag", named, facts, [reference])
      : draft.node("image", digest, facts, [reference, named]);
  } catch (caught) {
    // What is no reference at all has no other name than that.
    if (caught instanceof IdentikitError) return draft.node("tag", reference, facts);
    throw caught;
  }
}

function notInRegistry(reference: string): IdentikitError {
  return new IdentikitError("REFERENCE_INVALID", `${reference} is not an image of a registry`, {
    remedy: "Name it in the stack as HOST/NAME@sha256:….",
  });
}
