import { I as PageHead, K as StatusWord, R as Time, U as ActionBar, V as Panel, b as DataTable, et as HiddenCharacters, s as FilterForm, u as EmptyState } from "./page.js";
import { t as FindingEntry } from "./components-finding.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/audit-page.tsx
function AuditPage({ frame, model: { lines, older, verify, checked } }) {
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: "Every line has a hash of the one before it, so that none can be changed unseen.",
			actions: a(ActionBar, {
				label: "Checks",
				offers: [{
					id: "verify",
					word: "Check the chain",
					href: verify,
					icon: "shield-check"
				}]
			})
		}),
		checked && a(ChainPanel, { checked }),
		a(DataTable, {
			label: "Audit",
			rows: lines,
			keyOf: ({ number }) => String(number),
			empty: a(EmptyState, {
				title: "Nothing was done yet",
				children: "Lines are written with the first run, approval or action."
			}),
			columns: [
				{
					title: "Line",
					names: true,
					figures: true,
					cell: ({ number }) => number
				},
				{
					title: "When",
					cell: ({ time }) => a(Time, {
						at: time,
						now: frame.now
					})
				},
				{
					title: "Record",
					long: true,
					cell: ({ record }) => a(HiddenCharacters, {
						text: record,
						most: 200
					})
				},
				{
					title: "Run",
					cell: ({ run, runHref }) => runHref === void 0 ? "–" : a("a", {
						href: runHref,
						children: run
					})
				},
				{
					title: "Entry",
					long: true,
					cell: ({ entry }) => a(HiddenCharacters, {
						text: entry,
						most: 300
					})
				}
			]
		}),
		older !== void 0 && a("nav", {
			class: "pages",
			"aria-label": "More",
			children: a("a", {
				rel: "next",
				href: older,
				children: "Older lines"
			})
		})
	] });
}
function AccessesPage({ frame, model: { reads, filter, verify, checked } }) {
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: "Each read of a secret is written down before the value is used.",
			actions: a(ActionBar, {
				label: "Checks",
				offers: [{
					id: "verify",
					word: "Check the chains",
					href: verify,
					icon: "shield-check"
				}]
			})
		}),
		checked && a(ChainPanel, { checked }),
		a(FilterForm, { filter: {
			action: frame.address.split("?")[0] ?? "",
			fields: [{
				name: "secret",
				label: "Secret",
				value: filter.secret
			}, {
				name: "agent",
				label: "Agent",
				value: filter.agent
			}],
			active: filter.secret !== "" || filter.agent !== ""
		} }),
		a(DataTable, {
			label: "Reads of secrets",
			rows: reads.map((read, at) => ({
				...read,
				at
			})),
			keyOf: ({ at }) => String(at),
			empty: a(EmptyState, {
				title: "No reads",
				children: "No secret was read, or none that the filter lets through."
			}),
			columns: [
				{
					title: "When",
					names: true,
					cell: ({ time }) => a(Time, {
						at: time,
						now: frame.now
					})
				},
				{
					title: "Secret",
					cell: ({ secret }) => secret
				},
				{
					title: "Agent",
					cell: ({ agent }) => agent
				},
				{
					title: "By",
					cell: ({ accessor }) => a(HiddenCharacters, {
						text: accessor,
						most: 200
					})
				},
				{
					title: "Reason",
					long: true,
					cell: ({ reason }) => a(HiddenCharacters, {
						text: reason,
						most: 200
					})
				}
			]
		})
	] });
}
function ChainPanel({ checked: { lines, verdict, findings } }) {
	return a(Panel, {
		title: "The chain",
		id: "chain",
		icon: "link",
		aside: a(StatusWord, {
			phase: verdict,
			boxed: true
		}),
		children: [a("p", { children: `${lines} lines were checked just now.` }), a("ul", {
			class: "findings",
			children: findings.map((finding) => a("li", { children: a(FindingEntry, { finding }) }, `${finding.code} ${finding.path}`))
		})]
	});
}
export { AccessesPage, AuditPage };
