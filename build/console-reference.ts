import type { Kind } from "../src/agents/kinds/kind.ts";
import type { ConsolePage } from "../src/console/page/page.ts";
import { consolePages } from "../src/console/pages.ts";
import { table } from "./sections.ts";

/** The reference page of the console: each page with what it reads, offers and listens to. */
export function consoleReference(): string {
  const intro = [
    "# Pages of the console",
    "Generated from `src/console/pages.ts`. Addresses are below `/orgs/ORGANISATION/`. What a page shows and offers is an object or an action that the command line and the API have too; it reads with the rights of who looks at it.",
  ];
  const rows = consolePages.map((page) => [
    `\`${page.path}\``,
    page.shows,
    page.reads.map(nameOf).join(", "),
    page.writes.map(nameOf).join(", "),
    page.watches.map(nameOf).join(", "),
  ]);
  return `${[...intro, table(["page", "shows", "reads", "offers", "listens to"], rows)].join("\n\n")}\n`;
}

function nameOf(one: Kind | ConsolePage["reads"][number] | ConsolePage["writes"][number]): string {
  return typeof one === "string" ? one : `[${one.kind}](kinds/${one.plural}.md)`;
}
