import { agentStack } from "../../agents/kinds/config/agent-stack.ts";
import { objectAddress } from "../page/object-address.ts";
import type { LoadedPage, PageAsk } from "../page/page-ask.ts";

/** The images that agents run in, and what the gate said of each. */
export interface ImagesModel {
  readonly images: readonly ImageOfStacks[];
  /** Stacks that name no image. */
  readonly without: readonly { readonly name: string; readonly href: string }[];
}

export interface ImageOfStacks {
  readonly image: string;
  readonly verdict: "clean" | "drift" | "unverified" | "not seen";
  readonly treeDigest?: string | undefined;
  readonly message?: string | undefined;
  readonly seenAt?: string | undefined;
  readonly stacks: readonly { readonly name: string; readonly href: string }[];
}

export async function loadImages({ organization, objects }: PageAsk): Promise<LoadedPage<"images">> {
  objects.demand("list", agentStack);
  const images = new Map<string, ImageOfStacks>();
  const without: ImagesModel["without"][number][] = [];
  for await (const { metadata, spec, status } of objects.each(agentStack)) {
    const stack = { name: metadata.name, href: objectAddress(organization, agentStack, metadata.name) };
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
    });
  }
  return { model: { images: [...images.values()], without }, watches: [agentStack] };
}
