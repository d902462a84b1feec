import { I as PageHead, U as ActionBar, V as Panel, et as HiddenCharacters, g as SectionPanel, m as StateList, v as ShownRows, y as ShownValue } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/rule-page.tsx
function RulePage({ model, frame: { now, title } }) {
	const { status, states, offers, sections, executions, dryRun } = model;
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
		a(StateList, { states }),
		sections.map((section) => a(SectionPanel, {
			section,
			now
		}, section.id)),
		a(Panel, {
			id: "executions",
			title: "Executions",
			icon: "list-checks",
			count: executions.rows.length,
			flush: true,
			children: a(ShownRows, {
				label: "Executions",
				table: executions,
				now
			})
		}),
		a(DryRunPanel, {
			form: dryRun,
			now
		})
	] });
}
function DryRunPanel({ form, now }) {
	const { action, delivery, deliveries, offer, result, problem } = form;
	return a(Panel, {
		id: "dry-run",
		title: "Dry run",
		icon: "play",
		children: [
			a("p", {
				class: "muted",
				children: "What would come of a stored delivery. Nothing is started, and nothing is written down."
			}),
			offer.reason === void 0 ? a("form", {
				method: "get",
				action: `${action}#dry-run`,
				class: "row",
				children: [
					a("label", {
						for: "delivery",
						children: "Delivery"
					}),
					a("input", {
						id: "delivery",
						name: "delivery",
						type: "text",
						defaultValue: delivery,
						list: "deliveries",
						required: true
					}),
					a("datalist", {
						id: "deliveries",
						children: deliveries.map(({ name, words }) => a("option", {
							value: name,
							children: words.slice(0, 200)
						}, name))
					}),
					a("button", {
						type: "submit",
						class: "action",
						children: "Try it"
					})
				]
			}) : a(ActionBar, {
				label: "What can be done",
				offers: [offer]
			}),
			problem !== void 0 && a("p", {
				class: "any-text",
				children: a(HiddenCharacters, { text: problem })
			}),
			result && a($, { children: [a("p", {
				class: "strong",
				children: result.matched ? "The rule matches this event." : "The rule does not match this event."
			}), result.sections.map((section) => a(SectionPanel, {
				section,
				now
			}, section.id))] })
		]
	});
}
export { RulePage };
