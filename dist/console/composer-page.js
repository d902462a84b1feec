import { I as PageHead, l as WhyNot } from "./page.js";
import { t as ContextPreview } from "./compose.js";
import { n as FaultNotice, t as FieldList } from "./form.js";
import { t as ImpactPanel } from "./review.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/composer-page.tsx
function ComposerPage({ model, frame }) {
	const { action, fields, fault, preview, rights, offer, hidden } = model;
	return a($, { children: [
		a(PageHead, { title: frame.title }),
		fault && a(FaultNotice, { fault }),
		a("form", {
			class: "panel form",
			method: "post",
			action,
			noValidate: true,
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
				preview && a(ContextPreview, { preview }),
				preview && a(ImpactPanel, { impact: {
					rights,
					others: [],
					touches: []
				} }),
				a(WhyNot, { offer }),
				a("div", {
					class: "actions",
					children: [a("button", {
						class: offer.reason === void 0 ? "action" : "action first",
						type: "submit",
						name: "do",
						value: "preview",
						children: "Preview"
					}), a("button", {
						class: "action first",
						type: "submit",
						name: "do",
						value: "dispatch",
						disabled: offer.reason !== void 0,
						"aria-describedby": offer.reason === void 0 ? void 0 : "why-not",
						children: offer.word
					})]
				})
			]
		})
	] });
}
export { ComposerPage };
