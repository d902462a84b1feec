import { I as PageHead, K as StatusWord, V as Panel, b as DataTable, tt as shownText, u as EmptyState } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
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
		organizations.map(({ name, groups }) => groups.length === 0 ? a(EmptyState, {
			title: text === "" ? "Search for something" : `Nothing in ${name}`,
			children: text === "" ? "Write a word of it above." : "Nothing that you may see has these words."
		}, name) : groups.map(({ kind, plural, hits, isPartial }) => a(Panel, {
			key: plural,
			id: `${name}-${plural}`,
			title: `${kind} in ${name}`,
			count: isPartial ? `${hits.length}+` : hits.length,
			flush: true,
			children: [a(DataTable, {
				label: `${kind} in ${name}`,
				rows: hits,
				keyOf: (hit) => hit.name,
				columns: [
					{
						title: "What",
						names: true,
						cell: (hit) => a("a", {
							href: hit.href,
							children: shownText(hit.title ?? hit.name)
						})
					},
					{
						title: "Name",
						cell: (hit) => hit.name
					},
					{
						title: "Status",
						cell: ({ phase }) => phase === void 0 ? "–" : a(StatusWord, {
							phase,
							kind
						})
					}
				]
			}), isPartial && a("p", {
				class: "pad muted",
				children: "There may be more: use more words."
			})]
		})))
	] });
}
export { SearchPage };
