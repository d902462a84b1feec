import { I as PageHead, U as ActionBar, V as Panel, s as FilterForm, v as ShownRows } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/stack-list-page.tsx
function StackListPage({ model: { filter, create, table }, frame: { now, title } }) {
	return a($, { children: [
		a(PageHead, {
			title,
			lead: "Agents that can be dispatched.",
			actions: a(ActionBar, {
				label: "What can be done",
				offers: [create]
			})
		}),
		a(FilterForm, { filter }),
		a(Panel, {
			id: "stacks",
			title: "Stacks",
			icon: "layers",
			count: table.rows.length,
			flush: true,
			children: a(ShownRows, {
				label: "Stacks",
				table,
				now
			})
		})
	] });
}
export { StackListPage };
