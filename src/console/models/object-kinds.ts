import { allKinds } from "../../agents/kinds/all-kinds.ts";
import { listAddress } from "../page/object-address.ts";
import type { LoadedPage, PageAsk } from "../page/page-ask.ts";

/** Every kind of object that there is. */
export interface ObjectKindsModel {
  readonly kinds: readonly KindEntry[];
}

export interface KindEntry {
  readonly kind: string;
  readonly plural: string;
  readonly href: string;
  readonly summary: string;
  /** Who writes it. */
  readonly writtenBy: "people" | "programs";
  /** Left out where the viewer may not list them. */
  readonly count?: number;
  /** Whether there are more than were counted. */
  readonly isMore?: boolean;
}

/** As many as are counted of each kind. */
const countedMost = 100;

export async function loadObjectKinds({
  organization,
  objects,
}: PageAsk): Promise<LoadedPage<"object-kinds">> {
  const kinds: KindEntry[] = [];
  for (const kind of allKinds) {
    const page = await objects.listed(kind, { limit: countedMost });
    kinds.push({
      ...{
        kind: kind.kind,
        plural: kind.plural,
        summary: kind.summary,
        href: listAddress(organization, kind),
      },
      writtenBy: kind.storage === "config" ? "people" : "programs",
      ...(page && { count: page.items.length, isMore: page.continue !== undefined }),
    });
  }
  return { model: { kinds } };
}
