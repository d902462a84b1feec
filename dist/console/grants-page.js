import { I as PageHead, K as StatusWord, R as Time, U as ActionBar, V as Panel, b as DataTable, et as HiddenCharacters } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/grants-page.tsx
function GrantsPage({ frame, model: { secrets, configs, sealed, reads, offers } }) {
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: a($, { children: [
				a("span", { children: "A refusal wins, then the narrowest subject." }),
				" ",
				a("a", {
					href: sealed,
					children: "Sealed secrets"
				}),
				" ",
				a("a", {
					href: reads,
					children: "Reads"
				})
			] }),
			actions: a(ActionBar, {
				label: "What can be done",
				offers
			})
		}),
		a(GrantTable, {
			title: "Secrets",
			id: "secrets",
			grants: secrets,
			now: frame.now
		}),
		a(GrantTable, {
			title: "Configs",
			id: "configs",
			grants: configs,
			now: frame.now
		})
	] });
}
function GrantTable({ title, id, grants, now }) {
	return a(Panel, {
		title,
		id,
		icon: "key-round",
		count: grants.length,
		flush: true,
		children: a(DataTable, {
			label: title,
			rows: grants,
			keyOf: ({ name }) => name,
			empty: a("p", {
				class: "muted",
				children: "Nothing is given."
			}),
			columns: [
				{
					title: "What",
					names: true,
					cell: ({ what, href }) => a("a", {
						href,
						children: what
					})
				},
				{
					title: "To",
					cell: ({ subject }) => a(HiddenCharacters, {
						text: subject,
						most: 200
					})
				},
				{
					title: "For",
					cell: ({ purpose }) => purpose
				},
				{
					title: "Effect",
					cell: ({ effect }) => a(StatusWord, { phase: effect })
				},
				{
					title: "How",
					cell: ({ mount }) => mount ?? "–"
				},
				{
					title: "Until",
					cell: ({ expires, isExpired }) => expires === void 0 ? "–" : isExpired ? a(StatusWord, { phase: "Expired" }) : a(Time, {
						at: expires,
						now
					})
				}
			]
		})
	});
}
export { GrantsPage };
