import { objectOffers } from "../object/object-offers.ts";
import { addressOf } from "../page/address.ts";
import type { ActionOffer } from "../page/page.ts";
import type { LoadedPage, PageAsk } from "../page/page-ask.ts";
import { jumpKinds, searchObjects } from "../search/search-objects.ts";

/** Where one can go, and what one can do there: only what admission lets the viewer do. */
export interface PaletteModel {
  readonly text: string;
  readonly entries: readonly PaletteEntry[];
  readonly isPartial: boolean;
}

export interface PaletteEntry {
  readonly label: string;
  readonly what: string;
  readonly href: string;
  readonly phase?: string;
  /** Each leads to its review, where admission is asked again. */
  readonly actions: readonly Pick<ActionOffer, "word" | "href" | "weight">[];
}

/** Objects of each kind that are offered, and of how many in all the actions are worked out. */
const [mostOfKind, mostWithActions] = [5, 12];

export async function loadPalette(ask: PageAsk): Promise<LoadedPage<"palette">> {
  const { organization, objects, query } = ask;
  const text = (query.get("q") ?? "").slice(0, 200);
  const elapsed = () => performance.now();
  const found = await searchObjects(objects, text, { kinds: jumpKinds, most: mostOfKind, elapsed });
  const entries: PaletteEntry[] = pagesOf(organization, text);
  let offered = 0;
  for (const { group, found: resources } of found)
    for (const [at, hit] of group.hits.entries()) {
      const kind = jumpKinds.find((one) => one.kind === group.kind);
      const object = resources[at];
      const offers =
        kind && object && offered++ < mostWithActions ? await objectOffers(ask, kind, object) : [];
      const actions = offers
        .filter(({ reason }) => reason === undefined)
        .map(({ word, href, weight }) => ({ word, href, weight }));
      entries.push({
        label: hit.title ?? hit.name,
        what: `${group.kind} ${hit.name}`,
        href: hit.href,
        actions,
        ...(hit.phase === undefined ? {} : { phase: hit.phase }),
      });
    }
  return { model: { text, entries, isPartial: found.some(({ group }) => group.isPartial) } };
}

/** The pages themselves, by their names. */
function pagesOf(organization: string, text: string): PaletteEntry[] {
  const pages = [
    ["Overview", "agents"],
    ["Dispatch an agent", "agents", "dispatch", "new"],
    ["Drafts", "agents", "drafts"],
    ["Objects of all kinds", "objects"],
  ] as const;
  return pages
    .filter(([label]) => label.toLowerCase().includes(text.trim().toLowerCase()))
    .map(([label, ...parts]) => ({
      label,
      what: "Page",
      href: addressOf(organization, ...parts),
      actions: [],
    }));
}
