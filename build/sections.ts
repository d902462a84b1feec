/**
 * Replaces what stands between `<!-- generated:NAME -->` and `<!-- /generated -->` in a page.
 * @throws {Error} where the page has no such section
 */
export function fillSection(page: string, name: string, content: string): string {
  const pattern = new RegExp(`(<!-- generated:${name} -->\\n)[\\s\\S]*?(<!-- /generated -->)`);
  if (!pattern.test(page)) throw new Error(`no section ${name} to fill`);
  return page.replace(pattern, (_, open: string, close: string) => `${open}\n${content.trim()}\n\n${close}`);
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
