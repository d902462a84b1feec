import { I as PageHead, R as Time, b as DataTable, et as HiddenCharacters, u as EmptyState } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/repositories-page.tsx
function RepositoriesPage({ frame, model: { repositories } }) {
	return a($, { children: [a(PageHead, {
		title: frame.title,
		lead: "Where agents work, and what came in lately."
	}), a(DataTable, {
		label: "Repositories",
		rows: repositories,
		keyOf: ({ repository }) => repository,
		empty: a(EmptyState, {
			title: "No repository yet",
			children: "One is listed with its first event, run or workspace. Dispatch an agent, or let a rule do it."
		}),
		columns: [
			{
				title: "Repository",
				names: true,
				cell: ({ repository, href }) => a("a", {
					href,
					children: a(HiddenCharacters, {
						text: repository,
						most: 200
					})
				})
			},
			{
				title: "Runs",
				figures: true,
				cell: ({ runs }) => runs
			},
			{
				title: "Workspaces",
				figures: true,
				cell: ({ workspaces }) => workspaces
			},
			{
				title: "Deliveries",
				figures: true,
				cell: ({ deliveries }) => deliveries
			},
			{
				title: "Seen",
				cell: ({ lastSeen }) => lastSeen === void 0 ? "–" : a(Time, {
					at: lastSeen,
					now: frame.now
				})
			}
		]
	})] });
}
export { RepositoriesPage };
