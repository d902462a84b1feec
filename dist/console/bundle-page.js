import { A as Panel, F as StatusWord, M as ActionBar, U as HiddenCharacters, a as FailureState, i as EmptyState, j as FactsList, v as DigestText, w as Time, x as PageHead } from "./page.js";
import { r as DifferenceLines, t as ImpactPanel } from "./review.js";
import { a, o as $ } from "./vendor/preact.js";
// src/console/ui/pages/bundle-page.tsx
function BundlePage({ frame, model: { longest, sent, discard, fault } }) {
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: "What importing a bundle would create, change and delete. Nothing is written before you have reviewed it."
		}),
		fault && a(NotImported, { fault }),
		a("form", {
			class: "panel form",
			method: "post",
			encType: "multipart/form-data",
			action: frame.address.split("?")[0],
			"aria-label": "Send a bundle",
			children: [
				a("input", {
					type: "hidden",
					name: "csrf",
					value: frame.csrf
				}),
				a("div", {
					class: "field",
					children: [
						a("label", {
							for: "bundle",
							children: "Bundle"
						}),
						a("input", {
							id: "bundle",
							name: "bundle",
							type: "file",
							required: true,
							"aria-describedby": "bundle-about"
						}),
						a("small", {
							id: "bundle-about",
							children: `A file that identikit config export wrote, of up to ${longest.toLocaleString("en")} characters. Larger ones: identikit config import.`
						})
					]
				}),
				a("label", {
					class: "row",
					children: [a("input", {
						name: "prune",
						type: "checkbox",
						value: "true"
					}), "Delete the rows that the bundle lacks"]
				}),
				a("div", {
					class: "actions",
					children: a("button", {
						class: sent ? "action" : "action first",
						type: "submit",
						children: "Show the plan"
					})
				})
			]
		}),
		sent?.planned && a($, { children: [a(PlanPanel, {
			planned: sent.planned,
			at: sent.at,
			now: frame.now
		}), a(ActionBar, {
			label: "What can be done with the bundle",
			offers: [sent.review]
		})] }),
		sent && a("form", {
			method: "post",
			action: discard,
			"aria-label": "Discard the bundle",
			children: [a("input", {
				type: "hidden",
				name: "csrf",
				value: frame.csrf
			}), a("button", {
				class: "action",
				type: "submit",
				children: "Discard the bundle"
			})]
		})
	] });
}
function BundleReviewPage({ frame, model }) {
	const { planned, back, impact, hidden, offer, fault } = model;
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: "All of it is imported in one transaction, or nothing."
		}),
		fault && a(NotImported, { fault }),
		planned && a(PlanPanel, {
			planned,
			now: frame.now
		}),
		a(ImpactPanel, { impact }),
		a("form", {
			class: "panel form",
			method: "post",
			action: offer.href,
			"aria-label": offer.word,
			children: [
				a("input", {
					type: "hidden",
					name: "csrf",
					value: frame.csrf
				}),
				Object.entries(hidden).map(([name, value]) => a("input", {
					type: "hidden",
					name,
					value
				}, name)),
				offer.reason !== void 0 && a("p", {
					class: "reason",
					id: "why-not",
					children: [
						offer.reason,
						" ",
						offer.remedy
					]
				}),
				a("div", {
					class: "actions",
					children: [a("button", {
						class: "action first",
						type: "submit",
						disabled: offer.reason !== void 0,
						"aria-describedby": offer.reason === void 0 ? void 0 : "why-not",
						children: offer.word
					}), a("a", {
						class: "action",
						href: back,
						children: "Back"
					})]
				})
			]
		})
	] });
}
const words = {
	create: "created",
	change: "changed",
	delete: "deleted"
};
function PlanPanel({ planned: { plan, changes, scopes, more, waiting }, at, now }) {
	return a($, { children: [
		a(Panel, {
			title: "Plan",
			id: "plan",
			icon: "file-diff",
			count: changes,
			children: [
				a(FactsList, { facts: [
					["Bundle", a(DigestText, {
						digest: plan.bundle,
						copies: true
					}, "bundle")],
					["Sent", at === void 0 ? void 0 : a(Time, {
						at,
						now
					}, "at")],
					["Created", String(plan.counts.create)],
					["Changed", String(plan.counts.change)],
					["Deleted", String(plan.counts.delete)],
					["Rows that the bundle lacks", plan.prune ? "are deleted" : "stay"]
				] }),
				changes === 0 && a(EmptyState, {
					title: "Nothing would change",
					children: "The database has every row of it already."
				}),
				waiting.length > 0 && a("ul", { children: waiting.map((line) => a("li", { children: a(HiddenCharacters, {
					text: line,
					most: 600
				}) }, line)) })
			]
		}),
		scopes.map(({ scope, rows }) => a(Panel, {
			title: `Scope ${scope}`,
			id: `scope-${scope.replaceAll(" ", "-")}`,
			count: rows.length,
			children: rows.map(({ kind, table, key, lines }) => a("article", {
				class: "finding",
				children: [a("h3", { children: [
					a(StatusWord, { phase: words[kind] }),
					" ",
					table,
					" ",
					a(HiddenCharacters, {
						text: key,
						most: 400
					})
				] }), lines.length > 0 && a(DifferenceLines, { lines })]
			}, `${table} ${key}`))
		}, scope)),
		more > 0 && a("p", {
			class: "muted",
			children: `${more} more rows are not shown: identikit config plan --format json.`
		})
	] });
}
function NotImported({ fault: { code, message, remedy, reasons } }) {
	return a("div", {
		role: "alert",
		children: a(FailureState, {
			code,
			message,
			reasons,
			stillTrue: "Nothing was imported.",
			remedy: remedy ?? "Send another bundle."
		})
	});
}
export { BundlePage, BundleReviewPage };
