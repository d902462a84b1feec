import { W as shownText, x as PageHead } from "./page.js";
import { a, o as $ } from "./vendor/preact.js";
// src/console/ui/pages/search-page.tsx
function SearchPage({ model: { text, organizations }, frame }) {
	return a($, { children: [
		a(PageHead, { title: frame.title }),
		a("search", { children: a("form", {
			class: "row",
			method: "get",
			children: [
				a("label", {
					for: "q",
					children: "Words of a name, title or repository"
				}),
				a("input", {
					id: "q",
					name: "q",
					type: "search",
					value: text
				}),
				a("button", {
					class: "action",
					type: "submit",
					children: "Search"
				})
			]
		}) }),
		organizations.map(({ name, groups }) => a("section", {
			class: "panel",
			"aria-labelledby": `in-${name}`,
			children: [
				a("h2", {
					id: `in-${name}`,
					children: name
				}),
				groups.length === 0 && a("p", { children: text === "" ? "Write something to search for." : "Nothing that you may see has these words." }),
				groups.map(({ kind, hits, isPartial }) => a("section", {
					"aria-label": kind,
					children: [
						a("h3", { children: kind }),
						a("ul", { children: hits.map(({ name: one, href, title, phase }) => a("li", { children: [
							a("a", {
								href,
								children: shownText(title ?? one)
							}),
							" ",
							a("small", { children: `${one}${phase === void 0 ? "" : `, ${phase}`}` })
						] }, one)) }),
						isPartial && a("p", { children: "There may be more: use more words." })
					]
				}, kind))
			]
		}, name))
	] });
}
export { SearchPage };
