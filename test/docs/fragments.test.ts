import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { documents, house } from "./documents.ts";

/** The anchors of a page's headings, as forges make them (github-slugger): one that is there already gets a number. */
function anchorsOf(path: string): Set<string> {
  const text = readFileSync(join(house, path), "utf8").replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, "");
  const counts = new Map<string, number>();
  const anchors = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, title = ""]) => {
    const slug = title
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-");
    const before = counts.get(slug) ?? 0;
    counts.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
  return new Set(anchors);
}

test("every link to a heading of a page leads to one that is there", () => {
  const broken = documents.flatMap((document) => {
    const text = readFileSync(join(house, document), "utf8").replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, "");
    return [...text.matchAll(/\]\((?![a-z]+:)([^)\s#]*)#([^)\s]+)\)/g)].flatMap(
      ([link, path = "", anchor = ""]) => {
        const target = path === "" ? document : join(dirname(document), path);
        if (!target.endsWith(".md") || !existsSync(join(house, target))) return [];
        return anchorsOf(target).has(anchor) ? [] : [`${document}: ${link}`];
      },
    );
  });
  expect(broken).toEqual([]);
});
