import { I as PageHead } from "./page.js";
import { n as FaultNotice, t as FieldList } from "./form.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/object-form-page.tsx
function ObjectFormPage({ model, frame }) {
	const { summary, action, hidden, tab, fields, yaml, fault, saved, isManaged, review, back } = model;
	return a($, { children: [
		a(PageHead, { title: frame.title }),
		a("p", { children: summary }),
		isManaged && a("p", {
			class: "notice tone-idle",
			children: "The repository declares this object. What you write becomes a pull request."
		}),
		saved !== void 0 && a("p", { children: [
			"Draft, saved ",
			a("time", {
				dateTime: saved,
				children: saved
			}),
			". Nothing of it counts before it is applied."
		] }),
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
				a("fieldset", {
					class: "tabs",
					"aria-label": "How it is written",
					children: [a("button", {
						type: "submit",
						name: "do",
						value: "form",
						"aria-pressed": tab === "form",
						children: "Fields"
					}), a("button", {
						type: "submit",
						name: "do",
						value: "yaml",
						"aria-pressed": tab === "yaml",
						children: "YAML"
					})]
				}),
				tab === "form" ? a(FieldList, { fields }) : a("div", {
					class: "field",
					children: [a("label", {
						for: "yaml",
						children: "YAML"
					}), a("textarea", {
						id: "yaml",
						name: "yaml",
						class: "code",
						rows: 28,
						spellcheck: false,
						wrap: "off",
						children: yaml
					})]
				}),
				review.reason !== void 0 && a("p", {
					class: "reason",
					id: "why-not",
					children: [
						review.reason,
						" ",
						review.remedy
					]
				}),
				a("div", {
					class: "actions",
					children: [
						a("button", {
							class: "action first",
							type: "submit",
							name: "do",
							value: "review",
							disabled: review.reason !== void 0,
							"aria-describedby": review.reason === void 0 ? void 0 : "why-not",
							children: review.word
						}),
						a("button", {
							class: "action",
							type: "submit",
							name: "do",
							value: "save",
							children: "Save draft"
						}),
						a("button", {
							class: "action danger",
							type: "submit",
							name: "do",
							value: "discard",
							children: "Discard"
						}),
						a("a", {
							class: "action",
							href: back,
							children: "Back"
						})
					]
				})
			]
		})
	] });
}
export { ObjectFormPage };
