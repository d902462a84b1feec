import { I as PageHead, V as Panel, g as SectionPanel, i as MemoryPlaceBar } from "./page.js";
import { t as Graph } from "./components-plot.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/memory-graph-page.tsx
function MemoryGraphPage({ model, frame }) {
	const { place, nodes, edges, kinds, action, kind, from, sections } = model;
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: "What the organisation knows, as its runs are told."
		}),
		a(MemoryPlaceBar, {
			place,
			path: "Graph",
			action
		}),
		a("form", {
			method: "get",
			action,
			class: "filters row",
			children: [
				a("input", {
					type: "hidden",
					name: "at",
					value: place.asked
				}),
				a("p", {
					class: "field",
					children: [a("label", {
						for: "kind",
						children: "Kind"
					}), a("select", {
						id: "kind",
						name: "kind",
						children: [a("option", {
							value: "",
							children: "Any"
						}), kinds.map((one) => a("option", {
							value: one,
							selected: one === kind,
							children: one
						}, one))]
					})]
				}),
				a("p", {
					class: "field",
					children: [a("label", {
						for: "from",
						children: "Around the record"
					}), a("input", {
						id: "from",
						type: "text",
						name: "from",
						defaultValue: from
					})]
				}),
				a("button", {
					type: "submit",
					class: "action",
					children: "Filter"
				}),
				(kind !== "" || from !== "") && a("a", {
					href: action,
					children: "Show all"
				})
			]
		}),
		nodes.length > 0 && a(Panel, {
			id: "graph",
			title: "Graph",
			icon: "brain",
			count: nodes.length,
			children: a(Graph, {
				id: "memory",
				title: "Records of the memory",
				summary: "Which record links to which.",
				nodes,
				edges
			})
		}),
		sections.map((section) => a(SectionPanel, {
			section,
			now: frame.now
		}, section.id))
	] });
}
export { MemoryGraphPage };
