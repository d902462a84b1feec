import type { PaletteEntry } from "../../models/palette.ts";
import { shownText } from "../../page/shown-text.ts";

/** Where one can go, each with what can be done there. All of them are links. */
export function PaletteEntries({ entries }: { readonly entries: readonly PaletteEntry[] }) {
  if (entries.length === 0) return <p>Nothing that you may see or do has these words.</p>;
  return (
    <ul class="palette-entries">
      {entries.map(({ label, what, href, phase, actions }) => (
        <li key={`${what} ${href}`}>
          <a href={href}>{shownText(label)}</a>{" "}
          <small>{`${what}${phase === undefined ? "" : `, ${phase}`}`}</small>
          {actions.length > 0 && (
            <ul class="row" aria-label={`What can be done with ${what}`}>
              {actions.map(({ word, href: review, weight }) => (
                <li key={word}>
                  <a class={weight === "danger" ? "action danger" : "action"} href={review ?? ""}>
                    {word}
                  </a>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}
