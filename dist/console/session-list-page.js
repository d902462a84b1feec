import { S as PageHead, j as Panel } from "./page.js";
import { a as FilterForm, u as ShownRows } from "./parts.js";
import { a, o as $ } from "./vendor/preact.js";
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
