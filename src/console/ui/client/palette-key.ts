/** Opens the palette at Ctrl K (or Cmd K). Its script is loaded then: most pages are left without it. */
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
    // Where the script cannot be had, the menu's link leads to the palette's own page.
    void import("./palette.tsx").then(
      ({ openPalette }) => openPalette(organization),
      () => undefined,
    );
  });
}
