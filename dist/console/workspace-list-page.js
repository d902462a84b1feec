import { I as PageHead, U as ActionBar, V as Panel, a as Tabs, s as FilterForm, v as ShownRows } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/workspace-list-page.tsx
function WorkspaceListPage({ model, frame: { now, title } }) {
	const { filter, create, modes, mode, table } = model;
	return a($, { children: [
		a(PageHead, {
			title,
			lead: "Where agents work on repositories.",
			actions: a(ActionBar, {
				label: "What can be done",
				offers: [create]
			})
		}),
		a(Tabs, {
			label: "Which workspaces",
			tabs: modes,
			current: mode
		}),
		a(FilterForm, { filter }),
		a(Panel, {
			id: "workspaces",
			title: "Workspaces",
			icon: "folder-git-2",
			count: table.rows.length,
			flush: true,
			children: a(ShownRows, {
				label: "Workspaces",
				table,
				now
			})
		})
	] });
}
export { WorkspaceListPage };
