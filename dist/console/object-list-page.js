import { D as Chip, I as PageHead, K as StatusWord, R as Time, U as ActionBar, b as DataTable, et as HiddenCharacters, s as FilterForm, u as EmptyState } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/object-list-page.tsx
function ObjectListPage({ frame, model }) {
	const { kind, summary, columns, rows, next, create } = model;
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: summary,
			actions: a(ActionBar, {
				label: "What can be done",
				offers: [create]
			})
		}),
		a(FilterForm, { filter: shownFilter(frame, model.filter) }),
		a(DataTable, {
			label: kind,
			columns: tableColumns(kind, columns, frame.now),
			rows,
			keyOf: ({ name }) => name,
			empty: a(EmptyState, {
				title: `No ${kind}`,
				children: "None is there, or none that the filter lets through."
			})
		}),
		next !== void 0 && a("nav", {
			class: "pages",
			"aria-label": "More",
			children: a("a", {
				rel: "next",
				href: next,
				children: "Next page"
			})
		})
	] });
}
function tableColumns(kind, columns, now) {
	return [{
		title: "Name",
		names: true,
		cell: ({ name, href, isManaged }) => a($, { children: [
			a("a", {
				href,
				children: name
			}),
			" ",
			isManaged && a(Chip, {
				icon: "git-branch",
				children: "repository"
			})
		] })
	}, ...columns.map(({ name, type }, at) => ({
		title: name,
		figures: type === "number",
		cell: ({ cells }) => {
			const value = cells[at] ?? null;
			if (value === null) return "–";
			if (type === "phase") return a(StatusWord, {
				phase: String(value),
				kind
			});
			if (type === "time") return a(Time, {
				at: String(value),
				now
			});
			return a(HiddenCharacters, {
				text: String(value),
				most: 200
			});
		}
	}))];
}
function shownFilter({ address }, { labels, fields, phase, phases }) {
	return {
		action: address.split("?")[0] ?? "",
		fields: [
			...phases.length > 0 ? [{
				name: "phase",
				label: "Status",
				value: phase,
				options: phases
			}] : [],
			{
				name: "labels",
				label: "Labels, such as team=berths",
				value: labels
			},
			{
				name: "fields",
				label: "Fields, such as metadata.name=fixer",
				value: fields
			}
		],
		active: labels !== "" || fields !== "" || phase !== ""
	};
}
export { ObjectListPage };
