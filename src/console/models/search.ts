import type { LoadedPage, PageAsk } from "../page/page-ask.ts";
import { type SearchGroup, searchedKinds, searchObjects } from "../search/search-objects.ts";

/** What was found, by organisation and kind. */
export interface SearchModel {
  readonly text: string;
  readonly organizations: readonly { readonly name: string; readonly groups: readonly SearchGroup[] }[];
}

const mostHits = 20;

export async function loadSearch({ organization, objects, query }: PageAsk): Promise<LoadedPage<"search">> {
  const text = (query.get("q") ?? "").slice(0, 200);
  const elapsed = () => performance.now();
  const found =
    text.trim() === ""
      ? []
      : await searchObjects(objects, text, { kinds: searchedKinds, most: mostHits, elapsed });
  // A session is for one organisation; the others that a viewer may list have sessions of their own.
  return {
    model: { text, organizations: [{ name: organization, groups: found.map(({ group }) => group) }] },
  };
}
