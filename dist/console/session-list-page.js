import { I as PageHead, V as Panel, s as FilterForm, v as ShownRows } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/session-list-page.tsx
function SessionListPage({ model: { filter, table }, frame: { now, title } }) {
	return a($, { children: [
		a(PageHead, {
			title,
			lead: "The conversations of runs."
		}),
		a(FilterForm, { filter }),
		a(Panel, {
			id: "sessions",
			title: "Sessions",
			icon: "message-square",
			count: table.rows.length,
			flush: true,
			children: a(ShownRows, {
				label: "Sessions",
				table,
				now
			})
		})
	] });
}
export { SessionListPage };
