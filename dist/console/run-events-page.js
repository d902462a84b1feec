import { C as PagedTimeline, I as PageHead, rt as addressOf } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/run-events-page.tsx
function RunEventsPage({ model: { run, part }, frame }) {
	return a($, { children: [a(PageHead, { title: frame.title }), a("section", {
		class: "panel",
		"aria-label": "Events",
		children: [part ? a(PagedTimeline, { part }) : a("p", {
			class: "pad muted",
			children: "The run has had no attempt yet."
		}), a("p", {
			class: "pad",
			children: a("a", {
				href: addressOf(frame.organization, "agents", "runs", run),
				children: "The run"
			})
		})]
	})] });
}
export { RunEventsPage };
