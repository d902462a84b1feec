import { I as PageHead, U as ActionBar, _ as NextPage, n as RunRows, s as FilterForm } from "./page.js";
import { n as PlotPanel } from "./components-plot.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/run-list-page.tsx
function RunListPage({ model, frame: { now, title } }) {
	const { filter, runs, empty, next, dispatch, durations } = model;
	return a($, { children: [
		a(PageHead, {
			title,
			lead: "What agents were given to do, the newest first.",
			actions: a(ActionBar, {
				label: "What can be done",
				offers: [dispatch]
			})
		}),
		a(FilterForm, { filter }),
		a("section", {
			class: "panel",
			"aria-label": "Runs",
			children: a("div", {
				class: "body flush",
				children: [a(RunRows, {
					runs,
					now,
					empty
				}), a(NextPage, { href: next })]
			})
		}),
		durations && a(PlotPanel, {
			id: "over-runs",
			title: "Durations",
			plots: [durations]
		})
	] });
}
export { RunListPage };
