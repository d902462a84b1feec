import { I as PageHead, K as StatusWord, R as Time, V as Panel, b as DataTable, et as HiddenCharacters, u as EmptyState } from "./page.js";
import { t as FindingEntry } from "./components-finding.js";
import { n as PlotPanel } from "./components-plot.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/environments-page.tsx
function EnvironmentsPage({ frame, model: { environments, next, drift } }) {
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: "What each agent reads at its start, compared with the config database when this page was made."
		}),
		a(DataTable, {
			label: "Environments",
			rows: environments,
			keyOf: ({ agent }) => agent,
			empty: a(EmptyState, {
				title: "Nothing is rendered here",
				children: "No env directory is known on this machine. identikit render --all makes them."
			}),
			columns: [
				{
					title: "Agent",
					names: true,
					cell: ({ agent, href }) => a("a", {
						href,
						children: agent
					})
				},
				{
					title: "State",
					cell: ({ state }) => a(StatusWord, { phase: state })
				},
				{
					title: "Findings",
					figures: true,
					cell: ({ findings }) => findings
				},
				{
					title: "First",
					long: true,
					cell: ({ first }) => first === void 0 ? "–" : a("code", { children: first })
				}
			]
		}),
		next !== void 0 && a("nav", {
			class: "pages",
			"aria-label": "More",
			children: a("a", {
				rel: "next",
				href: next,
				children: "Next page"
			})
		}),
		a(PlotPanel, {
			id: "over-time",
			title: "Over time",
			plots: drift
		})
	] });
}
function EnvironmentPage({ frame, model: { agent, state, findings, reads } }) {
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			beside: a(StatusWord, {
				phase: state,
				boxed: true
			})
		}),
		a(Panel, {
			title: "Drift",
			id: "drift",
			icon: "file-diff",
			count: findings.length,
			children: findings.length === 0 ? a("p", {
				class: "muted",
				children: state === "unknown" ? "No env directory of this agent is known on this machine." : "Every file that Identikit wrote is as it should be, byte for byte."
			}) : a("ul", {
				class: "findings",
				children: findings.map((finding) => a("li", { children: a(FindingEntry, { finding }) }, `${finding.code} ${finding.path}`))
			})
		}),
		a(Panel, {
			title: "Identity",
			id: "identity",
			icon: "bot",
			count: agent.entries.length,
			flush: true,
			children: a(DataTable, {
				label: "Configuration, with where each value comes from",
				rows: agent.entries,
				keyOf: ({ group, key }) => `${group} ${key}`,
				columns: [
					{
						title: "Entry",
						names: true,
						cell: ({ group, key }) => a($, { children: [
							a("span", {
								class: "muted",
								children: group
							}),
							" ",
							a(HiddenCharacters, {
								text: key,
								most: 200
							})
						] })
					},
					{
						title: "Value",
						long: true,
						cell: ({ value }) => a(HiddenCharacters, {
							text: value,
							most: 200
						})
					},
					{
						title: "From",
						cell: ({ enabled, from }) => enabled ? from : `taken away by ${from}`
					},
					{
						title: "Over",
						cell: ({ over }) => over.join(", ")
					}
				]
			})
		}),
		a(Panel, {
			title: "Secrets read for it",
			id: "reads",
			icon: "key-round",
			count: reads.length,
			flush: true,
			children: a(DataTable, {
				label: "Secrets read for it",
				rows: reads,
				keyOf: ({ time, secret }) => `${time} ${secret}`,
				empty: a("p", {
					class: "muted",
					children: "No secret was read for this agent."
				}),
				columns: [
					{
						title: "Secret",
						names: true,
						cell: ({ secret }) => secret
					},
					{
						title: "When",
						cell: ({ time }) => a(Time, {
							at: time,
							now: frame.now
						})
					},
					{
						title: "By",
						cell: ({ accessor }) => a(HiddenCharacters, {
							text: accessor,
							most: 200
						})
					},
					{
						title: "Reason",
						cell: ({ reason }) => a(HiddenCharacters, {
							text: reason,
							most: 200
						})
					}
				]
			})
		})
	] });
}
export { EnvironmentPage, EnvironmentsPage };
