import { I as PageHead, U as ActionBar, V as Panel, s as FilterForm, v as ShownRows } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/rule-list-page.tsx
function RuleListPage({ model: { filter, create, table }, frame: { now, title } }) {
	return a($, { children: [
		a(PageHead, {
			title,
			lead: "Which events start which stacks.",
			actions: a(ActionBar, {
				label: "What can be done",
				offers: [create]
			})
		}),
		a(FilterForm, { filter }),
		a(Panel, {
			id: "rules",
			title: "Rules",
			icon: "webhook",
			count: table.rows.length,
			flush: true,
			children: a(ShownRows, {
				label: "Rules",
				table,
				now
			})
		})
	] });
}
export { RuleListPage };
