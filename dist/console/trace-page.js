import { I as PageHead, K as StatusWord, V as Panel, b as DataTable, et as HiddenCharacters, s as FilterForm, u as EmptyState } from "./page.js";
import { t as FindingEntry } from "./components-finding.js";
import { t as Graph } from "./components-plot.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/trace-page.tsx
function TracePage({ frame, model: { asked, graph, findings, hrefs } }) {
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: "Every link from a template's commit to what carries it, and back, verified when this page was made."
		}),
		a(FilterForm, {
			filter: {
				action: frame.address.split("?")[0] ?? "",
				fields: [{
					name: "what",
					label: "A template, image digest, agent, stack or run",
					value: asked
				}],
				active: asked !== ""
			},
			submit: "Trace"
		}),
		graph === void 0 ? a(EmptyState, {
			title: "Nothing was asked yet",
			icon: "search",
			children: "Name a template, TEMPLATE@COMMIT, an image, an agent, an env directory, a stack or a run."
		}) : a($, { children: [
			a(Panel, {
				title: "Links",
				id: "graph",
				icon: "network",
				children: a(Graph, {
					id: "trace",
					title: `Trace of ${asked}`,
					summary: "What each thing was derived from, from left to right.",
					nodes: graph.nodes.map(({ id, kind, name }) => ({
						id,
						kind,
						name,
						href: hrefs[id],
						status: statusOf(graph, id)
					})),
					edges: graph.links.map(({ from, to, says }) => ({
						from,
						to,
						name: says
					}))
				})
			}),
			a(Panel, {
				title: "How each was verified",
				id: "links",
				icon: "shield-check",
				count: graph.links.length,
				flush: true,
				children: a(DataTable, {
					label: "Links",
					rows: graph.links,
					keyOf: ({ id }) => id,
					columns: [
						{
							title: "Link",
							long: true,
							names: true,
							cell: ({ from, says, to }) => a(HiddenCharacters, {
								text: `${from} ${says} ${to}`,
								most: 300
							})
						},
						{
							title: "Verdict",
							cell: ({ verdict }) => a(StatusWord, { phase: verdict })
						},
						{
							title: "Rests on",
							long: true,
							cell: ({ restsOn }) => a(HiddenCharacters, {
								text: restsOn,
								most: 200
							})
						},
						{
							title: "Verified by",
							cell: ({ verifiedBy }) => verifiedBy
						},
						{
							title: "Found",
							long: true,
							cell: ({ detail }) => a(HiddenCharacters, {
								text: detail,
								most: 300
							})
						}
					]
				})
			}),
			findings.length > 0 && a(Panel, {
				title: "What does not hold",
				id: "findings",
				icon: "triangle-alert",
				count: findings.length,
				children: a("ul", {
					class: "findings",
					children: findings.map((finding) => a("li", { children: a(FindingEntry, { finding }) }, `${finding.code} ${finding.subject} ${finding.path}`))
				})
			}),
			graph.notLookedAt.length > 0 && a(Panel, {
				title: "Not looked at",
				id: "not-looked-at",
				icon: "eye-off",
				children: a("ul", { children: graph.notLookedAt.map((sentence) => a("li", { children: sentence }, sentence)) })
			})
		] })
	] });
}
function statusOf({ links }, id) {
	const verdicts = links.filter(({ to }) => to === id).map(({ verdict }) => verdict);
	return [
		"broken",
		"unverified",
		"holds"
	].find((verdict) => verdicts.includes(verdict));
}
export { TracePage };
