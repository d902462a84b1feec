import { I as PageHead, K as StatusWord, U as ActionBar, V as Panel, b as DataTable, et as HiddenCharacters, h as Notice } from "./page.js";
import { r as RoleMatrix } from "./components-grants.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/permissions-page.tsx
function PermissionsPage({ frame, model }) {
	const { bindings, grants, roles, missing, lists, offers } = model;
	const differing = bindings.filter(({ drift }) => drift !== void 0);
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: lists.map(({ word, href }) => a("a", {
				href,
				children: word
			}, href)),
			actions: a(ActionBar, {
				label: "What can be done",
				offers
			})
		}),
		(missing.length > 0 || differing.length > 0) && a(Notice, {
			tone: "warn",
			icon: "triangle-alert",
			title: "The database differs from the repository",
			happened: [...missing, ...differing.map(({ by }) => by)].join(", "),
			stillTrue: "No run is dispatched by a binding that differs, until both agree.",
			canBeDone: "Run identikit apply, or change the repository by a pull request."
		}),
		a(Panel, {
			title: "Roles",
			id: "roles",
			icon: "shield",
			flush: true,
			children: a(RoleMatrix, { bindings })
		}),
		a(Panel, {
			title: "Grants",
			id: "grants",
			icon: "key-round",
			count: grants.length,
			flush: true,
			children: a(GrantEdges, { grants })
		}),
		a(Panel, {
			title: "What each role gives",
			id: "rules",
			icon: "list-checks",
			count: roles.length,
			children: roles.map(({ name, rules }) => a("details", { children: [a("summary", { children: name }), a("ul", { children: rules.map((rule) => a("li", { children: a("code", { children: rule }) }, rule)) })] }, name))
		})
	] });
}
function GrantEdges({ grants }) {
	return a(DataTable, {
		label: "Grants",
		rows: grants,
		keyOf: ({ by }) => by,
		empty: a("p", {
			class: "muted",
			children: "Nothing is given to anybody."
		}),
		columns: [
			{
				title: "To",
				names: true,
				cell: ({ from }) => a(HiddenCharacters, {
					text: from,
					most: 200
				})
			},
			{
				title: "What",
				cell: ({ to }) => to
			},
			{
				title: "Effect",
				cell: ({ effect }) => a(StatusWord, { phase: effect })
			},
			{
				title: "Where",
				cell: ({ scope }) => scope
			},
			{
				title: "By",
				cell: ({ by }) => a("code", { children: by })
			},
			{
				title: "Look at",
				cell: ({ warnings }) => warnings.length === 0 ? "–" : warnings.join("; ")
			}
		]
	});
}
export { PermissionsPage };
