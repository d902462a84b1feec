import { a } from "./vendor/preact.js";
// src/console/ui/pages/draft-list-page.tsx
function DraftListPage({ model: { drafts } }) {
	if (drafts.length === 0) return a("p", { children: "You have no drafts. A form keeps one for you when you save it." });
	return a("table", {
		class: "table",
		children: [a("thead", { children: a("tr", { children: [
			a("th", {
				scope: "col",
				children: "Draft"
			}),
			a("th", {
				scope: "col",
				children: "Kind"
			}),
			a("th", {
				scope: "col",
				children: "Saved"
			}),
			a("th", {
				scope: "col",
				children: "Kept until"
			}),
			a("th", {
				scope: "col",
				children: "Next"
			})
		] }) }), a("tbody", { children: drafts.map(({ kind, name, changed, expires, form, review }) => a("tr", { children: [
			a("th", {
				scope: "row",
				children: a("a", {
					href: form,
					children: name === "" ? `New (${kind})` : name
				})
			}),
			a("td", { children: kind }),
			a("td", { children: a("time", {
				dateTime: changed,
				children: changed
			}) }),
			a("td", { children: a("time", {
				dateTime: expires,
				children: expires
			}) }),
			a("td", { children: a("a", {
				href: review,
				children: `Review ${name === "" ? `the new ${kind}` : name}`
			}) })
		] }, form)) })]
	});
}
export { DraftListPage };
