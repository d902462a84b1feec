import { imageTarget, tagMovesOf } from "../../agents/audit/tag-moves.ts";
import { agentStack } from "../../agents/kinds/config/agent-stack.ts";
import { agentAction } from "../../agents/kinds/record/agent-action.ts";
import { agentDispatchAttempt } from "../../agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { parseFieldSelector } from "../../agents/resource/selector.ts";
import { objectAddress } from "../page/object-address.ts";
import type { LoadedPage, PageAsk } from "../page/page-ask.ts";
import { type ImageSeen, type TaggedDigest, tagHistory } from "./image-history.ts";

/** The images that agents run in, and what the gate said of each. */
export interface ImagesModel {
  readonly images: readonly ImageOfStacks[];
  /** Which digests each name has stood for, by name, the newest first. */
  readonly tags: readonly TaggedDigest[];
  /** Stacks that name no image. */
  readonly without: readonly { readonly name: string; readonly href: string }[];
}

export interface ImageOfStacks {
  readonly image: string;
  readonly verdict: "clean" | "drift" | "unverified" | "not seen";
  readonly treeDigest?: string | undefined;
  readonly message?: string | undefined;
  readonly seenAt?: string | undefined;
  /** None where no stack names it any more. */
  readonly stacks: readonly { readonly name: string; readonly href: string }[];
  /** The newest runs that an agent worked in it for, of those that were looked at. */
  readonly runs: readonly { readonly name: string; readonly href: string; readonly at: string }[];
}

/** Attempts that are looked at, the newest first; and runs of an image that are shown. */
const [mostAttempts, mostRuns] = [500, 5];
/** Moves of tags that are shown; and actions of all sorts that they are sought among, the newest first. */
const [mostMoves, mostActions] = [200, 2000];

export async function loadImages({ organization, objects }: PageAsk): Promise<LoadedPage<"images">> {
  objects.demand("list", agentStack);
  const images = new Map<string, ImageOfStacks>();
  const without: ImagesModel["without"][number][] = [];
  const seenImages: ImageSeen[] = [];
  for await (const { metadata, spec, status } of objects.each(agentStack)) {
    const stack = { name: metadata.name, href: objectAddress(organization, agentStack, metadata.name) };
    for (const { image, verdict, seenAt } of status.identityHistory?.toReversed() ?? [])
      seenImages.push({ image, verdict, at: seenAt, by: stack });
    if (spec.image === undefined) {
      without.push(stack);
      continue;
    }
    const seen = status.identity?.image === spec.image ? status.identity : undefined;
    const known = images.get(spec.image);
    images.set(spec.image, {
      image: spec.image,
      verdict: seen?.verdict ?? known?.verdict ?? "not seen",
      treeDigest: seen?.treeDigest ?? known?.treeDigest,
      message: seen?.message ?? known?.message,
      seenAt: seen?.seenAt ?? known?.seenAt,
      stacks: [...(known?.stacks ?? []), stack],
      runs: [],
    });
  }
  seenImages.push(...(await addRuns(objects, images)), ...(await movedTags(objects)));
  return {
    model: { images: [...images.values()], tags: tagHistory(seenImages), without },
    watches: [agentStack, agentAction],
  };
}

/** The tags that commands moved and wrote down. */
async function movedTags(objects: PageAsk["objects"]): Promise<readonly ImageSeen[]> {
  const fields = parseFieldSelector(`spec.target.kind=${imageTarget},status.phase=Done`);
  const query = { fields, newestFirst: true, limit: mostMoves, lookAtMost: mostActions };
  const page = await objects.listed(agentAction, query);
  return (page?.items ?? []).flatMap((action) => {
    const { metadata, spec } = action;
    const moves = tagMovesOf(action);
    if (!moves) return [];
    const { image, digest, gated, tags } = moves;
    const verdict = gated ? ("clean" as const) : undefined;
    const href = objectAddress(objects.organization, agentAction, metadata.name);
    const by = { name: `${spec.action}, ${spec.actor.name}`, href };
    const at = spec.time ?? metadata.creationTimestamp;
    return tags.map(({ tag, previous }) => ({
      image: `${image}:${tag}@${digest}`,
      verdict,
      previous,
      at,
      by,
    }));
  });
}

/** Who has used which digest: what an attempt was launched in stays, whatever its stack names later. */
async function addRuns(
  objects: PageAsk["objects"],
  images: Map<string, ImageOfStacks>,
): Promise<readonly ImageSeen[]> {
  const seen: ImageSeen[] = [];
  const page = await objects.listed(agentDispatchAttempt, { newestFirst: true, limit: mostAttempts });
  for (const { metadata, spec } of page?.items ?? []) {
    const { image } = spec.stackSnapshot.profile;
    if (typeof image !== "string") continue;
    const known = images.get(image) ?? { image, verdict: "not seen", stacks: [], runs: [] };
    const isThere = known.runs.some(({ name }) => name === spec.run) || known.runs.length >= mostRuns;
    const href = objectAddress(objects.organization, agentDispatchRun, spec.run);
    const run = { name: spec.run, href, at: metadata.creationTimestamp };
    images.set(image, isThere ? known : { ...known, runs: [...known.runs, run] });
    seen.push({ image, at: run.at, by: run });
  }
  return seen;
}
