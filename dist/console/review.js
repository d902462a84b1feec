import { s as $, t as a } from "./vendor/preact.js";
import { b as DataTable, tt as shownText } from "./page.js";
// src/console/ui/review/difference-lines.tsx
const words = {
	"+": "added",
	"-": "removed",
	"@": "place"
};
function DifferenceLines({ lines }) {
	if (lines.length === 0) return a("p", { children: "Nothing differs." });
	return a("pre", {
		class: "code diff",
		tabIndex: 0,
		children: a("code", { children: lines.map((line, at) => {
			const kind = wordOf(line);
			const text = `${shownText(line)}\n`;
			return kind === "added" ? a("ins", { children: text }, at) : kind === "removed" ? a("del", { children: text }, at) : a("span", { children: text }, at);
		}) })
	});
}
function wordOf(line) {
	const [sign = ""] = line;
	return sign === "+" || sign === "-" || sign === "@" ? words[sign] : "same";
}
// src/console/ui/review/conflict-panel.tsx
function ConflictPanel({ conflict, action, children }) {
	const { theirs, mine, taken, contested } = conflict;
	return a("section", {
		class: "panel notice tone-warn",
		"aria-labelledby": "conflict",
		children: [
			a("h2", {
				id: "conflict",
				children: "Somebody else has changed it"
			}),
			a("h3", { children: "Their change" }),
			a(DifferenceLines, { lines: theirs }),
			a("h3", { children: "Your change" }),
			a(DifferenceLines, { lines: mine }),
			contested.length > 0 && a(DataTable, {
				label: "Fields that both of you changed",
				rows: contested,
				keyOf: ({ path }) => path,
				columns: [
					{
						title: "Field",
						names: true,
						cell: ({ path }) => shownText(path)
					},
					{
						title: "Before",
						cell: ({ base }) => shownText(base)
					},
					{
						title: "Theirs",
						cell: ({ theirs: they }) => shownText(they)
					},
					{
						title: "Yours",
						cell: ({ mine: me }) => shownText(me)
					}
				]
			}),
			a("form", {
				method: "post",
				action,
				"aria-label": "Settle the conflict",
				children: [
					children,
					a("div", {
						class: "actions",
						children: [
							a("button", {
								class: "action first",
								type: "submit",
								name: "resolve",
								value: "both",
								children: "Keep both"
							}),
							a("button", {
								class: "action",
								type: "submit",
								name: "resolve",
								value: "mine",
								children: "Replace theirs with mine"
							}),
							a("button", {
								class: "action danger",
								type: "submit",
								name: "resolve",
								value: "theirs",
								children: "Discard mine"
							})
						]
					}),
					a("p", { children: [
						taken.length === 0 ? "They changed nothing that you did not." : `Keep both takes over: ${taken.map(shownText).join(", ")}.`,
						" ",
						contested.length > 0 && "Where both changed a field, yours stays. You see the result before it is applied."
					] })
				]
			})
		]
	});
}
// src/console/ui/review/impact-panel.tsx
function ImpactPanel({ impact }) {
	const { rights, others, touches, rehearsal } = impact;
	return a("section", {
		class: "panel",
		"aria-labelledby": "impact",
		children: [
			a("h2", {
				id: "impact",
				children: "Policy"
			}),
			a("ul", {
				class: "rights",
				children: rights.map(({ text, isHeld, why }) => a("li", { children: [
					a("strong", { children: isHeld ? "You may" : "You may not" }),
					" ",
					shownText(text),
					" ",
					a("small", { children: shownText(why) })
				] }, text))
			}),
			others.map((line) => a("p", { children: shownText(line) }, line)),
			rehearsal && a("p", {
				class: rehearsal.isDone ? "tone-ok" : "tone-bad",
				children: [
					a("strong", { children: "Dry run:" }),
					" ",
					shownText(rehearsal.message)
				]
			}),
			touches.length > 0 && a($, { children: [a("h3", { children: "Looked at again" }), a("ul", { children: touches.map(({ kind, name, href, field, phase }) => a("li", { children: [
				a("a", {
					href,
					children: name
				}),
				" (",
				kind,
				", ",
				field,
				")",
				phase === void 0 ? "" : `: ${phase}`
			] }, `${kind}/${name}`)) })] })
		]
	});
}
export { ConflictPanel as n, DifferenceLines as r, ImpactPanel as t };
