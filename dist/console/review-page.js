import { I as PageHead, l as WhyNot } from "./page.js";
import { n as FaultNotice, t as FieldList } from "./form.js";
import { r as DifferenceLines, t as ImpactPanel } from "./review.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/review-page.tsx
function ReviewPage({ model, frame }) {
	const { does, target, difference, impact, fields, hidden, offer, fault } = model;
	return a($, { children: [
		a(PageHead, { title: frame.title }),
		fault && a(FaultNotice, { fault }),
		a("section", {
			class: "panel",
			"aria-labelledby": "target",
			children: [
				a("h2", {
					id: "target",
					children: "Target"
				}),
				a("p", { children: does }),
				a("dl", {
					class: "facts",
					children: [
						a("dt", { children: target.kind }),
						a("dd", { children: a("a", {
							href: target.href,
							children: target.name === "" ? "all of them" : target.name
						}) }),
						target.phase !== void 0 && a($, { children: [a("dt", { children: "Status" }), a("dd", { children: target.phase })] }),
						target.repository !== void 0 && a($, { children: [a("dt", { children: "Repository" }), a("dd", { children: target.repository })] }),
						target.version !== void 0 && a($, { children: [a("dt", { children: "Version" }), a("dd", { children: target.version })] })
					]
				})
			]
		}),
		difference && a("section", {
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
				a(FieldList, { fields }),
				a(WhyNot, { offer }),
				a("div", {
					class: "actions",
					children: [a("button", {
						class: offer.weight === "danger" ? "action danger" : "action first",
						type: "submit",
						disabled: offer.reason !== void 0,
						"aria-describedby": offer.reason === void 0 ? void 0 : "why-not",
						children: offer.word
					}), a("a", {
						class: "action",
						href: target.href,
						children: "Back"
					})]
				})
			]
		})
	] });
}
export { ReviewPage };
