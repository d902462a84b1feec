import { I as PageHead, U as ActionBar, V as Panel, g as SectionPanel, m as StateList, n as RunRows } from "./page.js";
import { t as WorkspaceCard } from "./components-workspace.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/workspace-page.tsx
function WorkspacePage({ model, frame: { now, title } }) {
	const { workspace, states, offers, blocked, runs, sections } = model;
	return a($, { children: [
		a(PageHead, { title }),
		a(ActionBar, {
			label: "What can be done",
			offers
		}),
		a(StateList, { states }),
		blocked !== void 0 && a("p", {
			id: "blocked",
			children: blocked
		}),
		a(WorkspaceCard, {
			workspace,
			now
		}),
		a(Panel, {
			id: "runs",
			title: "Runs in it",
			icon: "play",
			count: runs.length,
			flush: true,
			children: a(RunRows, {
				runs,
				now,
				empty: "No run has used it."
			})
		}),
		sections.map((section) => a(SectionPanel, {
			section,
			now
		}, section.id))
	] });
}
export { WorkspacePage };
