import { I as PageHead, K as StatusWord, U as ActionBar, V as Panel, b as DataTable, et as HiddenCharacters, s as FilterForm, u as EmptyState } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/config-page.tsx
const scopes = [
	"builtin",
	"global",
	"type",
	"instance"
];
function ConfigPage({ frame, model: { rows, total, filter, agents, offers } }) {
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: "The rows that agents' environments are made from, by scope.",
			actions: a(ActionBar, {
				label: "What can be done with the rows",
				offers
			})
		}),
		a(FilterForm, { filter: {
			action: frame.address.split("?")[0] ?? "",
			fields: [
				{
					name: "table",
					label: "Table",
					value: filter.table
				},
				{
					name: "scope",
					label: "Scope",
					value: filter.scope,
					options: scopes
				},
				{
					name: "key",
					label: "Key",
					value: filter.key
				}
			],
			active: filter.table !== "" || filter.scope !== "" || filter.key !== ""
		} }),
		a(Panel, {
			title: "Rows",
			id: "rows",
			icon: "database",
			count: total,
			flush: true,
			children: [a(DataTable, {
				label: "Rows",
				rows,
				keyOf: ({ table, scope, reference, key }) => JSON.stringify([
					table,
					scope,
					reference,
					key
				]),
				empty: a(EmptyState, {
					title: "No rows",
					children: "identikit config sync writes the repository's."
				}),
				columns: [
					{
						title: "Key",
						names: true,
						cell: ({ key }) => a(HiddenCharacters, {
							text: key,
							most: 200
						})
					},
					{
						title: "Table",
						cell: ({ table }) => table
					},
					{
						title: "Scope",
						cell: ({ scope, reference }) => reference === "" ? scope : `${scope} ${reference}`
					},
					{
						title: "Value",
						long: true,
						cell: ({ enabled, value }) => enabled ? a(HiddenCharacters, {
							text: value,
							most: 300
						}) : a(StatusWord, {
							phase: "removed",
							word: "taken away"
						})
					}
				]
			}), total > rows.length && a("p", {
				class: "muted",
				children: `${total - rows.length} more: narrow the filter, or use identikit config list.`
			})]
		}),
		a(Panel, {
			title: "Agents",
			id: "agents",
			icon: "bot",
			count: agents.length,
			children: [agents.length === 0 && a("p", {
				class: "muted",
				children: "No row of the table agent names one."
			}), a("ul", {
				class: "row",
				children: agents.map(({ name, href }) => a("li", { children: a("a", {
					href,
					children: name
				}) }, name))
			})]
		})
	] });
}
function SealedSecretsPage({ frame, model: { secrets } }) {
	return a($, { children: [a(PageHead, {
		title: frame.title,
		lead: "Names and versions. A value is shown nowhere, and has no way to this page."
	}), a(DataTable, {
		label: "Sealed secrets",
		rows: secrets,
		keyOf: ({ name }) => name,
		empty: a(EmptyState, {
			title: "No secrets",
			children: "identikit secret set NAME seals one; its value comes from standard input."
		}),
		columns: [
			{
				title: "Name",
				names: true,
				cell: ({ name }) => name
			},
			{
				title: "Version",
				cell: ({ version }) => a("code", { children: version })
			},
			{
				title: "Key",
				cell: ({ keyId }) => a("code", { children: keyId })
			},
			{
				title: "Reads",
				cell: ({ reads }) => a("a", {
					href: reads,
					children: "who read it"
				})
			}
		]
	})] });
}
export { ConfigPage, SealedSecretsPage };
