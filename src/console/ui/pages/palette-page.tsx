import type { PageDataOf } from "../../page/page.ts";
import { PageHead } from "../components/shell/page-head.tsx";
import { PaletteEntries } from "../palette/palette-entries.tsx";

/** The palette as a page: what the keyboard's palette shows, without a script. */
export function PalettePage({ model: { text, entries, isPartial }, frame }: PageDataOf<"palette">) {
  return (
    <>
      <PageHead title={frame.title} />
      <search>
        <form class="row" method="get">
          <label for="palette-words">Go to, or do</label>
          <input id="palette-words" name="q" type="search" value={text} />
          <button class="action" type="submit">
            Find
          </button>
        </form>
      </search>
      <PaletteEntries entries={entries} />
      {isPartial && <p>There may be more: use more words.</p>}
    </>
  );
}
