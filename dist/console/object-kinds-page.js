import { I as PageHead, b as DataTable } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/object-kinds-page.tsx
function ObjectKindsPage({ model: { kinds }, frame: { title } }) {
	return a($, { children: [a(PageHead, {
		title,
		lead: "Every kind of object, and how many there are of it."
	}), a(DataTable, {
		label: "Kinds of objects",
		rows: kinds,
		keyOf: ({ kind }) => kind,
		columns: [
			{
				title: "Kind",
				names: true,
				cell: ({ kind, href }) => a("a", {
					href,
					children: kind
				})
			},
			{
				title: "What it is",
				cell: ({ summary }) => summary
			},
			{
				title: "Written by",
				cell: ({ writtenBy }) => writtenBy
			},
			{
				title: "Objects",
				figures: true,
				cell: ({ count, isMore }) => count === void 0 ? "hidden" : `${count}${isMore ? "+" : ""}`
			}
		]
	})] });
}
export { ObjectKindsPage };
