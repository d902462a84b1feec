import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { defineConfig } from "vitepress";

// The documentation as a site with search: npm --prefix docs/site ci && npm --prefix docs/site run build.

const docs = join(import.meta.dirname, "../..");
const house = join(docs, "..");
/** A copy of the pages below this package, where what they are compiled to finds its packages. */
const pages = join(import.meta.dirname, "../pages");
rmSync(pages, { recursive: true, force: true });
for (const name of readdirSync(docs))
  if (name !== "site") cpSync(join(docs, name), join(pages, name), { recursive: true });
/** Where files of the repository outside of docs/ can be read. */
const source = process.env.IDENTIKIT_SITE_SOURCE ?? "https://github.com/your-org/identikit/blob/main";

const kinds = [
  ["tutorials", "Tutorials"],
  ["how-to", "How-to"],
  ["reference", "Reference"],
  ["explanation", "Explanation"],
  ["performance", "Performance"],
  ["adr", "Decisions"],
] as const;

/** The pages of a folder by their titles; a page that is added needs no line here. */
function pagesOf(folder: string): { text: string; link: string }[] {
  return readdirSync(join(docs, folder))
    .filter((file) => file.endsWith(".md"))
    .map((file) => {
      const [, title = file] = /^# (.+)$/m.exec(readFileSync(join(docs, folder, file), "utf8")) ?? [];
      return {
        text: title.replaceAll("`", ""),
        link: join("/", folder, file.replace(/(?:README)?\.md$/, "")),
      };
    });
}

/** Where a link of a page leads: to another page, or to the file in the repository where the site has none. */
function shownAt(href: string, page: string): string {
  const [path = "", fragment] = href.split("#");
  if (path === "" || /^[a-z]+:/.test(path)) return href;
  const file = join(docs, dirname(page), path);
  const isInside = !relative(docs, file).startsWith("..");
  if (isInside && (file.endsWith(".md") || existsSync(join(file, "README.md")))) return href;
  return `${source}/${relative(house, file)}${fragment ? `#${fragment}` : ""}`;
}

/** Headings have the anchors that forges give them, so that a link leads to the same place on both. */
function slugify(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");
}

export default defineConfig({
  title: "Identikit",
  description:
    "Carry an AI agent's identity from its source of truth to every copy, and prove that the copy still equals it.",
  srcDir: "pages",
  outDir: "dist",
  cleanUrls: true,
  rewrites: (id) => id.replace(/README\.md$/, "index.md"),
  // The pages are Markdown for every reader of the repository: no HTML and no templates in them.
  markdown: {
    html: false,
    anchor: { slugify },
    config(md) {
      // What looks like a template of Vue is text.
      const text = md.renderer.rules.text;
      md.renderer.rules.text = (tokens, at, options, env, self) =>
        (text?.(tokens, at, options, env, self) ?? "").replaceAll("{{", "&#123;&#123;");
      md.core.ruler.push("outside-of-docs", (state) => {
        const links = state.tokens
          .flatMap(({ children }) => children ?? [])
          .filter(({ type }) => type === "link_open");
        for (const link of links)
          link.attrSet("href", shownAt(link.attrGet("href") ?? "", state.env.relativePath ?? ""));
      });
    },
  },
  themeConfig: {
    search: { provider: "local" },
    nav: kinds.slice(0, 4).map(([folder, text]) => ({ text, link: `/${folder}/` })),
    sidebar: [
      { text: "Security", items: [{ text: "Security", link: "/security" }, ...pagesOf("security")] },
      ...kinds.map(([folder, text]) => ({
        text,
        collapsed: folder === "adr",
        items: [...pagesOf(folder), ...(folder === "how-to" ? pagesOf(".") : [])],
      })),
      { text: "Kinds of objects", collapsed: true, items: pagesOf("reference/kinds") },
    ],
    outline: [2, 3],
  },
});
