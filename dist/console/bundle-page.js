import { H as FactsList, I as PageHead, M as DigestText, R as Time, U as ActionBar, V as Panel, d as FailureState, et as HiddenCharacters, l as WhyNot, q as ToneWord, u as EmptyState } from "./page.js";
import { r as DifferenceLines, t as ImpactPanel } from "./review.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/bundle-page.tsx
function BundlePage({ frame, model: { longest, sent, discard, fault } }) {
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: "What importing a bundle would create, change and delete. Nothing is written before you have reviewed it."
		}),
		fault && a(NotImported, {
			fault,
			waits: sent?.planned !== void 0
		}),
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
		sent?.planned && a(PlanPanel, {
			planned: sent.planned,
			at: sent.at,
			now: frame.now
		}),
		sent && a("div", {
			class: "row",
			children: [sent.planned && a(ActionBar, {
				label: "What can be done with the bundle",
				offers: [sent.review]
			}), a("form", {
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
				a(WhyNot, { offer }),
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
const marks = {
	create: {
		tone: "ok",
		icon: "file-plus",
		word: "Create"
	},
	change: {
		tone: "warn",
		icon: "file-pen",
		word: "Change"
	},
	delete: {
		tone: "bad",
		icon: "file-minus",
		word: "Delete"
	}
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
					["To create", String(plan.counts.create)],
					["To change", String(plan.counts.change)],
					["To delete", String(plan.counts.delete)],
					["Rows that the bundle lacks", plan.prune ? "would be deleted" : "would stay"]
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
			title: scope === "" ? "Agents, types and secrets" : `Scope ${scope}`,
			id: `scope-${scope || "none"}`,
			count: rows.length,
			children: rows.map(({ kind, table, key, lines }) => a("article", {
				class: "finding",
				children: [a("h3", { children: [
					a(ToneWord, { ...marks[kind] }),
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
function NotImported({ fault: { code, message, remedy, reasons }, waits = false }) {
	return a("div", {
		role: "alert",
		children: a(FailureState, {
			code,
			message,
			reasons,
			stillTrue: waits ? "Nothing was imported. The plan below is of the bundle that you sent before." : "Nothing was imported.",
			remedy: remedy ?? "Send another bundle."
		})
	});
}
export { BundlePage, BundleReviewPage };
