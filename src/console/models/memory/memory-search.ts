import { searchMemory } from "../../../agents/memory/memory-search.ts";
import { addressOf } from "../../page/address.ts";
import type { LoadedPage, PageAsk } from "../../page/page-ask.ts";
import type { ShownFilter, ShownTable } from "../../page/shown.ts";
import { ListFilters } from "../shown/filter.ts";
import { askForMemory, type MemoryPlace, readMemoryOf } from "./memory-view.ts";

/** What was found in the memory, of what the viewer may see. */
export interface MemorySearchModel {
  readonly place: MemoryPlace;
  readonly filter: ShownFilter;
  readonly table: ShownTable;
  readonly more: number;
  /** The text of the one record that was asked for by its path. */
  readonly record?: { readonly path: string; readonly text: string } | undefined;
}

const columns = ["Record", "Kind", "Path", "Where"] as const;

export async function loadMemorySearch(ask: PageAsk): Promise<LoadedPage<"memory-search">> {
  const asked = await askForMemory(ask);
  const { organization, query } = ask;
  const action = addressOf(organization, "agents", "memory", "search");
  const filters = new ListFilters(action, query, [
    { name: "text", label: "Words", field: "" },
    { name: "path", label: "Path, such as services/**", field: "" },
    { name: "kind", label: "Kind", field: "" },
    { name: "at", label: "As of, such as two days ago", field: "" },
  ]);
  const empty = {
    filter: filters.form,
    table: { columns, rows: [], empty: "Nothing was looked for." },
    more: 0,
  };
  const finish = async (): Promise<MemorySearchModel> => {
    const { place, memory } = await readMemoryOf(asked);
    if (!memory || !filters.form.active) return { ...empty, place };
    const [text, path, kind] = ["text", "path", "kind"].map((name) => filters.valueOf(name));
    const answer = searchMemory(memory.visible, {
      text,
      ...(path ? { paths: [path] } : {}),
      ...(kind ? { kinds: [kind] } : {}),
    });
    const only = memory.visible.records.find((record) => record.path === path);
    return {
      ...{ place, filter: filters.form, more: answer.more },
      table: {
        columns,
        rows: answer.hits.map((hit) => ({
          key: hit.path,
          cells: [
            { link: `${action}?${new URLSearchParams({ path: hit.path })}`, text: hit.title },
            hit.kind ?? null,
            { code: hit.path },
            { several: hit.lines.map(({ line, text: said }) => `${line}: ${said}`) },
          ],
        })),
        empty: "Nothing that you may see has all of these words.",
      },
      record: only && { path: only.path, text: only.text.slice(0, 60_000) },
    };
  };
  const place: MemoryPlace = { repositories: asked.repositories, asked: "now", withheld: 0, tabs: [] };
  return { model: { ...empty, place }, finish };
}
