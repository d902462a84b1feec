import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { PaletteEntry } from "../../models/palette.ts";
import { addressOf, withQuery } from "../../page/address.ts";
import { PaletteEntries } from "../palette/palette-entries.tsx";

/** Not every letter is a question: the server is asked when nothing was typed for so long. */
const restMs = 120;

/** What was found, and for which words. Before the first answer it is for none. */
interface Found {
  readonly text: string | undefined;
  readonly entries: readonly PaletteEntry[];
}

/** Opens the palette: what one may go to and do, found as one types, by keyboard alone. Where it is open, it is closed. */
export function openPalette(organization: string): void {
  const there = document.querySelector<HTMLDialogElement>("dialog.palette");
  if (there?.open) {
    there.close();
    return;
  }
  const before = document.activeElement;
  const dialog = document.createElement("dialog");
  dialog.className = "palette";
  dialog.setAttribute("aria-label", "Go to, or do");
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    render(null, dialog);
    dialog.remove();
    if (before instanceof HTMLElement) before.focus();
  });
  render(<Palette organization={organization} />, dialog);
  dialog.showModal();
  dialog.querySelector("input")?.focus();
}

function Palette({ organization }: { readonly organization: string }) {
  const [text, setText] = useState("");
  const [found, setFound] = useState<Found>({ text: undefined, entries: [] });
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      read(organization, text, stop.signal).then(
        (entries) => setFound({ text, entries }),
        () => undefined,
      );
    }, restMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [organization, text]);
  const move = (event: KeyboardEvent) => {
    const links = [...(list.current?.querySelectorAll("a") ?? [])];
    const here = document.activeElement;
    const at = here instanceof HTMLAnchorElement ? links.indexOf(here) : -1;
    if (event.key === "Enter" && at === -1) {
      // What stands there is of other words until the answer has come: the palette's page asks with these.
      if (found.text === text) links[0]?.click();
      else location.assign(pageOf(organization, text));
    } else if (event.key === "ArrowDown") links[Math.min(at + 1, links.length - 1)]?.focus();
    else if (event.key === "ArrowUp" && at > 0) links[at - 1]?.focus();
    else if (event.key === "ArrowUp") list.current?.parentElement?.querySelector("input")?.focus();
    else return;
    if (event.key !== "Enter" || at === -1) event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the links inside, which do all that can be done
    <div onKeyDown={move}>
      <label for="palette-text">Go to, or do</label>
      <input
        id="palette-text"
        type="search"
        autocomplete="off"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <div ref={list} aria-live="polite">
        <PaletteEntries entries={found.entries} />
      </div>
    </div>
  );
}

/** The palette's own page for some words; asked for JSON, it gives what the page shows. */
function pageOf(organization: string, text: string): string {
  return withQuery(addressOf(organization, "agents", "palette"), { q: text });
}

async function read(
  organization: string,
  text: string,
  signal: AbortSignal,
): Promise<readonly PaletteEntry[]> {
  const answer = await fetch(pageOf(organization, text), {
    headers: { accept: "application/json" },
    credentials: "same-origin",
    signal,
  });
  const { model }: { readonly model: { readonly entries: readonly PaletteEntry[] } } = await answer.json();
  return model.entries;
}
