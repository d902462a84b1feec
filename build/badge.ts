/** Widths in pixels of the average letter at 11 px Verdana, and of the space beside a text. */
const letter = 6.6;
const margin = 6;

/** A badge as SVG: what it says is made from the project itself, so it is true wherever the page is read. */
export function badge(label: string, value: string): string {
  const [left, right] = [label, value].map((text) => Math.round(text.length * letter + 2 * margin)) as [
    number,
    number,
  ];
  const text = (content: string, x: number) =>
    `<text x="${x}" y="14" fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,sans-serif" font-size="11">${content}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${label}: ${value}">`,
    `<rect width="${left + right}" height="20" rx="3" fill="#555"/>`,
    `<path d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H${left}z" fill="#2a6fb0"/>`,
    text(label, left / 2),
    text(value, left + right / 2),
    "</svg>\n",
  ].join("\n");
}
