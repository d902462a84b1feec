import { I as PageHead, M as DigestText, U as ActionBar, V as Panel, c as ApprovalCard, et as HiddenCharacters, g as SectionPanel, h as Notice, j as PatchPanel } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/approval-page.tsx
function ApprovalPage({ model, frame: { now, title } }) {
	const { approval, runHref, decide, offers, over, sections, patch } = model;
	return a($, { children: [
		a(PageHead, { title }),
		over && a(Notice, {
			tone: "idle",
			icon: "info",
			title: "It cannot be decided any more",
			happened: a(HiddenCharacters, { text: over.happened }),
			stillTrue: "What it was about, and what people said, stays on record.",
			canBeDone: over.remedy
		}),
		a(ApprovalCard, {
			approval,
			runHref,
			now
		}),
		patch && a(PatchPanel, { patch }),
		a(Panel, {
			id: "decide",
			title: "Decide",
			icon: "shield-check",
			children: [decide && a(DecideFields, { form: decide }), offers.length > 0 && a(ActionBar, {
				offers,
				label: "What you cannot decide"
			})]
		}),
		sections.map((section) => a(SectionPanel, {
			section,
			now
		}, section.id))
	] });
}
function DecideFields({ form: { kind, name, digest, approve, reject } }) {
	if (approve === void 0 && reject === void 0) return null;
	return a("form", {
		method: "get",
		action: approve ?? reject,
		class: "stack",
		children: [
			a("input", {
				type: "hidden",
				name: "kind",
				value: kind
			}),
			a("input", {
				type: "hidden",
				name: "name",
				value: name
			}),
			a("input", {
				type: "hidden",
				name: "digest",
				value: digest
			}),
			a("p", {
				class: "row",
				children: [
					"The decision holds for ",
					a(DigestText, {
						digest,
						copies: true
					}),
					" and for nothing else."
				]
			}),
			a("label", {
				for: "comment",
				children: "Comment"
			}),
			a("textarea", {
				id: "comment",
				name: "comment",
				rows: 3,
				maxLength: 1e4
			}),
			a("p", {
				class: "row",
				children: [approve !== void 0 && a("button", {
					type: "submit",
					class: "action first",
					formAction: approve,
					children: "Review and approve"
				}), reject !== void 0 && a("button", {
					type: "submit",
					class: "action danger",
					formAction: reject,
					children: "Review and reject"
				})]
			})
		]
	});
}
export { ApprovalPage };
