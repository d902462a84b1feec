import { I as PageHead, K as StatusWord, R as Time, U as ActionBar, V as Panel, W as ActionLink, b as DataTable, et as HiddenCharacters } from "./page.js";
import { n as PlotPanel } from "./components-plot.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/settings-page.tsx
function SettingsPage({ frame, model }) {
	const { pauses, budgets, policies, offers, use } = model;
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: policies.map(({ word, href, count }) => a("a", {
				href,
				children: `${word} (${count})`
			}, href)),
			actions: a(ActionBar, {
				label: "What can be done",
				offers
			})
		}),
		a(Panel, {
			title: "Pauses",
			id: "pauses",
			icon: "circle-pause",
			count: pauses.length,
			flush: true,
			children: a(DataTable, {
				label: "Pauses",
				rows: pauses,
				keyOf: ({ name }) => name,
				empty: a("p", {
					class: "muted",
					children: "Nothing is paused."
				}),
				columns: [
					{
						title: "What",
						names: true,
						cell: ({ target, href }) => a("a", {
							href,
							children: target
						})
					},
					{
						title: "Status",
						cell: ({ phase }) => a(StatusWord, {
							phase,
							kind: "AgentPause"
						})
					},
					{
						title: "Why",
						cell: ({ reason }) => a(HiddenCharacters, {
							text: reason,
							most: 300
						})
					},
					{
						title: "Since",
						cell: ({ since }) => a(Time, {
							at: since,
							now: frame.now
						})
					},
					{
						title: "Until",
						cell: ({ until }) => until === void 0 ? "it is ended" : a(Time, {
							at: until,
							now: frame.now
						})
					},
					{
						title: "Action",
						cell: ({ end }) => a(ActionLink, { offer: end })
					}
				]
			})
		}),
		a(Panel, {
			title: "Budgets",
			id: "budgets",
			icon: "gauge",
			count: budgets.length,
			flush: true,
			children: a(DataTable, {
				label: "Budgets, with what was used today",
				rows: budgets,
				keyOf: ({ name }) => name,
				empty: a("p", {
					class: "muted",
					children: "No budget limits runs, tokens or money."
				}),
				columns: [
					{
						title: "Budget",
						names: true,
						cell: ({ name, href }) => a("a", {
							href,
							children: name
						})
					},
					{
						title: "For",
						cell: ({ target }) => target
					},
					{
						title: "Runs today",
						figures: true,
						cell: ({ runs }) => runs
					},
					{
						title: "Tokens today",
						figures: true,
						cell: ({ tokens }) => tokens
					},
					{
						title: "US dollars today",
						figures: true,
						cell: ({ cost }) => cost
					},
					{
						title: "Longest chain",
						figures: true,
						cell: ({ chainDepth }) => chainDepth ?? 3
					}
				]
			})
		}),
		use && a(PlotPanel, {
			id: "use",
			title: "Use by day",
			plots: use
		})
	] });
}
export { SettingsPage };
