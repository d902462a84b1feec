import { openPalette } from "./palette.tsx";

/** Opens the palette at Ctrl K (or Cmd K). It is there before the next key: what is typed at once is typed into it. */
export function listenForPalette(organization: string): void {
  addEventListener("keydown", (event) => {
    if (
      event.key.toLowerCase() !== "k" ||
      !(event.ctrlKey || event.metaKey) ||
      event.altKey ||
      event.shiftKey
    )
      return;
    event.preventDefault();
    openPalette(organization);
  });
}
