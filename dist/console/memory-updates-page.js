import { I as PageHead, V as Panel, a as Tabs, s as FilterForm, v as ShownRows } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/memory-updates-page.tsx
function MemoryUpdatesPage({ model: { filter, table, tabs }, frame: { now, title } }) {
	return a($, { children: [
		a(PageHead, {
			title,
			lead: "Changes of the memory that runs propose."
		}),
		a(Tabs, {
			label: "The memory",
			tabs,
			current: filter.action
		}),
		a(FilterForm, { filter }),
		a(Panel, {
			id: "updates",
			title: "Proposed changes",
			icon: "brain",
			count: table.rows.length,
			flush: true,
			children: a(ShownRows, {
				label: "Proposed changes",
				table,
				now
			})
		})
	] });
}
export { MemoryUpdatesPage };
