import { I as PageHead, U as ActionBar, V as Panel, g as SectionPanel, n as RunRows, o as scopedOffers, v as ShownRows, y as ShownValue } from "./page.js";
import { n as McpHealthCard, t as NeedsPanel } from "./components-grants.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/stack-page.tsx
function StackPage({ model, frame: { now, title } }) {
	const { status, offers, builder, needs, servers, runs, sections } = model;
	return a($, { children: [
		a(PageHead, {
			title,
			beside: a(ShownValue, {
				value: status,
				now
			})
		}),
		a(ActionBar, {
			label: "What can be done",
			offers
		}),
		a(Panel, {
			id: "builder",
			title: "Readiness",
			icon: "list-checks",
			flush: true,
			children: a(ShownRows, {
				label: "Readiness",
				table: builder,
				now
			})
		}),
		a(NeedsPanel, { needs }),
		servers.map(({ server, offers: own }) => a(McpHealthCard, {
			server,
			offers: scopedOffers(own, server.metadata.name),
			now
		}, server.metadata.name)),
		sections.map((section) => a(SectionPanel, {
			section,
			now
		}, section.id)),
		a(Panel, {
			id: "runs",
			title: "Newest runs",
			icon: "play",
			count: runs.length,
			flush: true,
			children: a(RunRows, {
				runs,
				now,
				empty: "No run has used it."
			})
		})
	] });
}
export { StackPage };
