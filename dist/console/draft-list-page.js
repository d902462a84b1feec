import { I as PageHead, R as Time, b as DataTable, u as EmptyState } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/draft-list-page.tsx
function DraftListPage({ model: { drafts }, frame: { title, now } }) {
	return a($, { children: [a(PageHead, {
		title,
		lead: "Only you see them. Nothing of them counts before it is applied."
	}), a(DataTable, {
		label: "Drafts",
		rows: drafts,
		keyOf: ({ form }) => form,
		empty: a(EmptyState, {
			title: "You have no drafts",
			children: "A form keeps one for you when you save it."
		}),
		columns: [
			{
				title: "Draft",
				names: true,
				cell: ({ kind, name, form }) => a("a", {
					href: form,
					children: name === "" ? `New (${kind})` : name
				})
			},
			{
				title: "Kind",
				cell: ({ kind }) => kind
			},
			{
				title: "Saved",
				cell: ({ changed }) => a(Time, {
					at: changed,
					now
				})
			},
			{
				title: "Kept until",
				cell: ({ expires }) => a(Time, {
					at: expires,
					now
				})
			},
			{
				title: "Next",
				cell: ({ kind, name, review }) => a("a", {
					href: review,
					children: `Review ${name === "" ? `the new ${kind}` : name}`
				})
			}
		]
	})] });
}
export { DraftListPage };
