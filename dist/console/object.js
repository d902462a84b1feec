import { t as a } from "./vendor/preact.js";
import { N as CopyButton, S as Conditions, V as Panel, b as DataTable, tt as shownText } from "./page.js";
// src/console/ui/object/yaml-panel.tsx
function YamlPanel({ yaml, command }) {
	return a("section", {
		class: "panel",
		"aria-labelledby": "yaml",
		children: [
			a("header", { children: [a("h2", {
				id: "yaml",
				children: "YAML"
			}), a("div", {
				class: "row",
				children: [a(CopyButton, {
					text: yaml,
					what: "the YAML",
					word: "Copy YAML"
				}), command !== void 0 && a(CopyButton, {
					text: command,
					what: "the command",
					word: "Copy kubectl apply"
				})]
			})] }),
			a("pre", {
				class: "code",
				tabIndex: 0,
				children: a("code", { children: shownText(yaml) })
			}),
			command !== void 0 && a("details", { children: [
				a("summary", { children: "As a command: kubectl apply" }),
				a("label", {
					for: "apply-command",
					children: "A command for a shell"
				}),
				a("textarea", {
					id: "apply-command",
					class: "code",
					readOnly: true,
					rows: 8,
					children: command
				})
			] })
		]
	});
}
// src/console/ui/object/associations-panel.tsx
function AssociationsPanel({ associations }) {
	const { names, namedBy, partly, hidden } = associations;
	return a("section", {
		class: "panel",
		"aria-labelledby": "associations",
		children: [
			a("h2", {
				id: "associations",
				children: "Associations"
			}),
			a("h3", { children: "It names" }),
			a(AssociatedList, {
				objects: names,
				none: "Nothing."
			}),
			a("h3", { children: "Named by" }),
			a(AssociatedList, {
				objects: namedBy,
				none: "Nothing that you may see."
			}),
			partly.length > 0 && a("p", { children: `Not all were looked at of: ${partly.join(", ")}.` }),
			hidden.length > 0 && a("p", { children: `You may not list: ${hidden.join(", ")}.` })
		]
	});
}
function AssociatedList({ objects, none }) {
	if (objects.length === 0) return a("p", { children: none });
	return a("ul", { children: objects.map(({ kind, name, field, href, phase, isSeen }) => a("li", { children: [
		isSeen ? a("a", {
			href,
			children: name
		}) : a("span", { children: `${name} (not there, or not yours to see)` }),
		" ",
		a("small", { children: `${kind} by ${field}${phase === void 0 ? "" : `, ${phase}`}` })
	] }, `${kind}/${name}/${field}`)) });
}
// src/console/ui/object/conditions-panel.tsx
function ConditionsPanel({ conditions, now }) {
	if (conditions.length === 0) return null;
	const meanings = Object.fromEntries(conditions.map(({ type, meaning = "" }) => [type, meaning]));
	return a(Panel, {
		id: "conditions",
		title: "Conditions",
		count: conditions.length,
		flush: true,
		children: a(Conditions, {
			conditions,
			meanings,
			now
		})
	});
}
// src/console/ui/object/fields-panel.tsx
function FieldsPanel({ id, title, fields }) {
	return a(Panel, {
		id,
		title,
		flush: true,
		children: a(DataTable, {
			label: title,
			rows: fields,
			keyOf: ({ path }) => path,
			columns: [
				{
					title: "Field",
					names: true,
					cell: ({ label, depth }) => a("span", {
						class: `depth-${Math.min(depth, 5)}`,
						children: shownText(label)
					})
				},
				{
					title: "Value",
					long: true,
					cell: ({ value }) => value === void 0 ? "" : shownText(value)
				},
				{
					title: "What it means",
					cell: ({ description }) => a("span", {
						class: "muted",
						children: description
					})
				}
			]
		})
	});
}
// src/console/ui/object/history-panel.tsx
function HistoryPanel({ history }) {
	const { entries, isPartial, isHidden } = history;
	return a("section", {
		class: "panel",
		"aria-labelledby": "history",
		children: [
			a("h2", {
				id: "history",
				children: "History"
			}),
			isHidden && a("p", { children: "You may not list actions." }),
			entries.length === 0 ? a("p", { children: "Nobody has done anything with it yet." }) : a("ol", {
				class: "history",
				children: entries.map(({ time, who, what, phase, message, href, line }) => a("li", { children: [
					a("time", {
						dateTime: time,
						children: time
					}),
					" ",
					href === void 0 ? what : a("a", {
						href,
						children: what
					}),
					" ",
					who,
					phase === void 0 ? "" : `: ${phase}`,
					" ",
					message !== void 0 && shownText(message),
					line !== void 0 && a("small", { children: ` line ${line} of the audit` })
				] }, `${time} ${what} ${line ?? href ?? ""}`))
			}),
			isPartial && a("p", { children: "Older actions were not looked at." })
		]
	});
}
export { YamlPanel as a, AssociationsPanel as i, FieldsPanel as n, ConditionsPanel as r, HistoryPanel as t };
