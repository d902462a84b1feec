import { I as PageHead, K as StatusWord, R as Time, U as ActionBar, V as Panel, a as Tabs, b as DataTable, et as HiddenCharacters, t as Board, u as EmptyState } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/repository-page.tsx
function RepositoryPage({ frame, model }) {
	const { tabs, tab, offers, runs, board } = model;
	const { now } = frame;
	const showsRuns = [
		"code",
		"pull-requests",
		"issues",
		"runs"
	].includes(tab);
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			actions: a(ActionBar, {
				label: "What can be done",
				offers
			})
		}),
		a(Tabs, {
			label: "Parts of the repository",
			tabs,
			current: tabs.find(({ href }) => href.endsWith(`/${tab}`))?.href ?? ""
		}),
		tab === "issues" && a(LabelBoard, { lanes: board }),
		showsRuns && a(RepositoryRuns, {
			runs,
			now
		}),
		a(RecordPanel, {
			title: "Approvals",
			id: "approvals",
			icon: "inbox",
			kind: "AgentApproval",
			records: model.approvals,
			now
		}),
		a(RecordPanel, {
			title: "Workspaces",
			id: "workspaces",
			icon: "folder",
			kind: "AgentWorkspace",
			records: model.workspaces,
			now
		}),
		a(RecordPanel, {
			title: "Sessions",
			id: "sessions",
			icon: "message-square",
			kind: "AgentSession",
			records: model.sessions,
			now
		}),
		a(RecordPanel, {
			title: "Deliveries",
			id: "deliveries",
			icon: "webhook",
			kind: "WebhookDelivery",
			records: model.deliveries,
			now
		}),
		a(RecordPanel, {
			title: "Rules",
			id: "rules",
			icon: "webhook",
			kind: "AgentTriggerRule",
			records: model.rules,
			now
		}),
		a(RecordPanel, {
			title: "Stacks",
			id: "stacks",
			icon: "layers",
			kind: "AgentStack",
			records: model.stacks,
			now
		}),
		!showsRuns && isEmpty(model) && a(EmptyState, {
			title: "Nothing here yet",
			children: "Nothing of this kind is known of the repository."
		})
	] });
}
function isEmpty({ approvals, workspaces, sessions, deliveries, rules, stacks }) {
	return [
		approvals,
		workspaces,
		sessions,
		deliveries,
		rules,
		stacks
	].every((records) => records.length === 0);
}
function RepositoryRuns({ runs, now }) {
	return a(Panel, {
		title: "Runs",
		id: "runs",
		icon: "activity",
		count: runs.length,
		flush: true,
		children: a(DataTable, {
			label: "Runs",
			rows: runs,
			keyOf: ({ name }) => name,
			empty: a(EmptyState, {
				title: "No runs",
				children: "No agent has worked on it."
			}),
			columns: [
				{
					title: "Run",
					names: true,
					cell: ({ title, href }) => a("a", {
						href,
						children: a(HiddenCharacters, {
							text: title,
							most: 200
						})
					})
				},
				{
					title: "Status",
					cell: ({ phase }) => a(StatusWord, {
						phase,
						kind: "AgentDispatchRun"
					})
				},
				{
					title: "Stack",
					cell: ({ stack }) => stack
				},
				{
					title: "From",
					cell: ({ source, target }) => target === void 0 ? source : `${source}, ${target}`
				},
				{
					title: "Since",
					cell: ({ since }) => a(Time, {
						at: since,
						now
					})
				}
			]
		})
	});
}
function RecordPanel({ title, id, icon, kind, records, now }) {
	if (records.length === 0) return null;
	return a(Panel, {
		title,
		id,
		icon,
		count: records.length,
		flush: true,
		children: a(DataTable, {
			label: title,
			rows: records,
			keyOf: ({ name }) => name,
			columns: [
				{
					title: "Name",
					names: true,
					cell: ({ name, href }) => a("a", {
						href,
						children: name
					})
				},
				{
					title: "Status",
					cell: ({ phase }) => a(StatusWord, {
						phase,
						kind
					})
				},
				{
					title: "What",
					cell: ({ text }) => a(HiddenCharacters, {
						text,
						most: 200
					})
				},
				{
					title: "Since",
					cell: ({ since }) => a(Time, {
						at: since,
						now
					})
				}
			]
		})
	});
}
function LabelBoard({ lanes }) {
	if (lanes.length === 0) return a(EmptyState, {
		title: "An empty board",
		children: "An issue is here once a rule or a run works on it."
	});
	return a(Board, {
		label: "Issues by label",
		columns: lanes.map(({ label, limit, items }) => ({
			name: label,
			limit,
			cards: items
		})),
		keyOf: ({ name }) => name,
		card: ({ title, phase, href, moves }) => a($, { children: [
			a("a", {
				href,
				children: a(HiddenCharacters, {
					text: title,
					most: 200
				})
			}),
			" ",
			a(StatusWord, {
				phase,
				kind: "WorkItem"
			}),
			a("details", { children: [a("summary", {
				"aria-label": `Move ${title}`,
				children: "Move"
			}), a(ActionBar, {
				label: `Where ${title} can go`,
				offers: moves
			})] })
		] })
	});
}
export { RepositoryPage };
