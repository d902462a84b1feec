import { I as PageHead, V as Panel, c as ApprovalCard, o as scopedOffers, s as FilterForm, v as ShownRows } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/approval-list-page.tsx
function ApprovalListPage({ model, frame: { now, title } }) {
	const { filter, waiting, choose, chosen, others } = model;
	return a($, { children: [
		a(PageHead, {
			title,
			lead: "What waits for a person, and what was decided."
		}),
		a(FilterForm, { filter }),
		chosen.map(({ approval, runHref, offers }) => a(ApprovalCard, {
			approval,
			runHref,
			offers: scopedOffers(offers, approval.metadata.name),
			now
		}, approval.metadata.name)),
		a(Panel, {
			id: "waiting",
			title: "Waiting for a person",
			icon: "shield",
			count: waiting.rows.length,
			flush: true,
			children: choose ? a("form", {
				method: "get",
				action: choose.action,
				children: [
					a("input", {
						type: "hidden",
						name: "run",
						value: choose.run
					}),
					a(ShownRows, {
						label: "Waiting for a person",
						table: waiting,
						now,
						pick: {
							title: "Choose",
							cell: (name) => a("input", {
								type: "checkbox",
								name: "pick",
								value: name,
								"aria-label": `Choose ${name}`
							})
						}
					}),
					a("p", {
						class: "pad",
						children: a("button", {
							type: "submit",
							class: "action",
							children: "Look at the chosen"
						})
					})
				]
			}) : a(ShownRows, {
				label: "Waiting for a person",
				table: waiting,
				now
			})
		}),
		a(Panel, {
			id: "decided",
			title: "Decided, ended or superseded",
			icon: "archive",
			flush: true,
			children: a(ShownRows, {
				label: "Decided, ended or superseded",
				table: others,
				now
			})
		})
	] });
}
export { ApprovalListPage };
