import { I as PageHead, l as WhyNot } from "./page.js";
import { n as FaultNotice } from "./form.js";
import { a as YamlPanel } from "./object.js";
import { n as ConflictPanel, r as DifferenceLines, t as ImpactPanel } from "./review.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/apply-review-page.tsx
function ApplyReviewPage({ model, frame }) {
	const { target, difference, impact, hidden, offer, form, yaml, isManaged, fault, conflict } = model;
	const hiddenFields = Object.entries({
		csrf: frame.csrf,
		...hidden
	}).map(([name, value]) => a("input", {
		type: "hidden",
		name,
		value
	}, name));
	return a($, { children: [
		a(PageHead, { title: frame.title }),
		fault && a(FaultNotice, { fault }),
		a("section", {
			class: "panel",
			"aria-labelledby": "target",
			children: [a("h2", {
				id: "target",
				children: "Target"
			}), a("p", { children: [
				target.kind,
				" ",
				a("a", {
					href: target.href,
					children: target.name === "" ? "new" : target.name
				}),
				target.version !== void 0 && ` at version ${target.version}`
			] })]
		}),
		conflict && a(ConflictPanel, {
			conflict,
			action: offer.href ?? "",
			children: hiddenFields
		}),
		a("section", {
			class: "panel",
			"aria-labelledby": "difference",
			children: [a("h2", {
				id: "difference",
				children: "What changes"
			}), a(DifferenceLines, { lines: difference })]
		}),
		a(ImpactPanel, { impact }),
		a("form", {
			class: "panel form",
			method: "post",
			action: offer.href,
			"aria-label": offer.word,
			children: [
				hiddenFields,
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
						href: form,
						children: "Back to the form"
					})]
				})
			]
		}),
		isManaged && a(YamlPanel, {
			yaml,
			command: void 0
		})
	] });
}
export { ApplyReviewPage };
