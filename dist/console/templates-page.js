import { H as FactsList, I as PageHead, M as DigestText, O as CommitChip, V as Panel, b as DataTable, et as HiddenCharacters, u as EmptyState } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/templates-page.tsx
function TemplatesPage({ frame, model: { templates } }) {
	return a($, { children: [a(PageHead, {
		title: frame.title,
		lead: "Where identities are written, and what each template resolved to."
	}), a(DataTable, {
		label: "Templates",
		rows: templates,
		keyOf: ({ name }) => name,
		empty: a(EmptyState, {
			title: "No templates",
			children: "manifest.json names none. Add one to workspace_templates, and run identikit fetch."
		}),
		columns: [
			{
				title: "Template",
				names: true,
				cell: ({ name, href }) => a("a", {
					href,
					children: name
				})
			},
			{
				title: "Repository",
				cell: ({ repository }) => a(HiddenCharacters, {
					text: repository,
					most: 200
				})
			},
			{
				title: "Ref",
				cell: ({ ref }) => ref ?? "default branch"
			},
			{
				title: "Commit",
				cell: ({ commit }) => commit === void 0 ? "not locked" : commit === "none" ? "a directory" : a(CommitChip, { commit })
			},
			{
				title: "Tree",
				cell: ({ treeDigest }) => treeDigest === void 0 ? "–" : a(DigestText, {
					digest: treeDigest,
					copies: true
				})
			},
			{
				title: "Files",
				figures: true,
				cell: ({ files }) => files ?? "–"
			},
			{
				title: "Agents",
				figures: true,
				cell: ({ agents }) => agents.length
			}
		]
	})] });
}
function TemplatePage({ frame, model: { template, agents, trace } }) {
	const { repository, ref, path, locked } = template;
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: trace !== void 0 && a("a", {
				href: trace,
				children: "Trace it to images, environments and runs"
			})
		}),
		a(Panel, {
			title: "Source",
			id: "source",
			icon: "git-branch",
			children: a(FactsList, { facts: [
				["Repository", a(HiddenCharacters, {
					text: repository,
					most: 300
				}, "repository")],
				["Ref", ref ?? "default branch"],
				["Directory", path ?? "the repository's root"],
				["Commit", locked ? locked.commit ?? "a directory without a commit" : "not locked"],
				["Tree digest", locked && a(DigestText, {
					digest: locked.treeDigest,
					whole: true,
					copies: true
				})]
			] })
		}),
		a(Panel, {
			title: "Agents",
			id: "agents",
			icon: "bot",
			count: agents.length,
			children: agents.length === 0 ? a("p", {
				class: "muted",
				children: "No agent of agents.json is made from it."
			}) : a("ul", {
				class: "row",
				children: agents.map(({ name, href }) => a("li", { children: a("a", {
					href,
					children: name
				}) }, name))
			})
		}),
		locked && a(Panel, {
			title: "Assets",
			id: "assets",
			icon: "file",
			count: locked.files.length,
			flush: true,
			children: a(DataTable, {
				label: "Assets",
				rows: locked.files,
				keyOf: (file) => file.path,
				columns: [{
					title: "Path",
					names: true,
					cell: (file) => a(HiddenCharacters, {
						text: file.path,
						most: 300
					})
				}, {
					title: "Digest",
					cell: ({ digest }) => a(DigestText, { digest })
				}]
			})
		})
	] });
}
export { TemplatePage, TemplatesPage };
