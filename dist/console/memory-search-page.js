import { B as CodeBlock, I as PageHead, V as Panel, i as MemoryPlaceBar, s as FilterForm, v as ShownRows } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/memory-search-page.tsx
function MemorySearchPage({ model, frame: { now, title } }) {
	const { place, filter, table, more, record } = model;
	return a($, { children: [
		a(PageHead, {
			title,
			lead: "Words in the records that you may see."
		}),
		a(MemoryPlaceBar, {
			place,
			path: "Search",
			action: filter.action
		}),
		a(FilterForm, { filter }),
		a(Panel, {
			id: "found",
			title: "Found",
			icon: "search",
			count: table.rows.length,
			flush: true,
			children: [a(ShownRows, {
				label: "Found",
				table,
				now
			}), more > 0 && a("p", {
				class: "pad muted",
				children: `${more} more were found; look for more words.`
			})]
		}),
		record && a(Panel, {
			id: "record",
			title: record.path,
			icon: "file-pen",
			children: a(CodeBlock, {
				text: record.text,
				numbered: true
			})
		})
	] });
}
export { MemorySearchPage };
