import { a } from "./vendor/preact.js";
// src/console/ui/pages/object-kinds-page.tsx
function ObjectKindsPage({ model: { kinds } }) {
	return a("table", {
		class: "table",
		children: [a("thead", { children: a("tr", { children: [
			a("th", {
				scope: "col",
				children: "Kind"
			}),
			a("th", {
				scope: "col",
				children: "What it is"
			}),
			a("th", {
				scope: "col",
				children: "Written by"
			}),
			a("th", {
				scope: "col",
				children: "Objects"
			})
		] }) }), a("tbody", { children: kinds.map(({ kind, href, summary, writtenBy, count, isMore }) => a("tr", { children: [
			a("th", {
				scope: "row",
				children: a("a", {
					href,
					children: kind
				})
			}),
			a("td", { children: summary }),
			a("td", { children: writtenBy }),
			a("td", {
				class: "number",
				children: count === void 0 ? "hidden" : `${count}${isMore ? "+" : ""}`
			})
		] }, kind)) })]
	});
}
export { ObjectKindsPage };
