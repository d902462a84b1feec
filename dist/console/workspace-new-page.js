import { I as PageHead, U as ActionBar, V as Panel } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/workspace-new-page.tsx
function WorkspaceNewPage({ model, frame: { title } }) {
	if (model.offer.reason !== void 0) return a(ActionBar, {
		label: "What can be done",
		offers: [model.offer]
	});
	return a($, { children: [a(PageHead, {
		title,
		lead: "A place where an agent or a person works on a repository."
	}), a(Panel, {
		id: "new",
		title: "What it is made of",
		icon: "folder-git-2",
		children: a("form", {
			method: "get",
			action: model.action,
			class: "stack",
			children: [a(WorkspaceFields, { model }), a("p", {
				class: "row",
				children: [a("button", {
					type: "submit",
					class: "action first",
					children: "Go on"
				}), a("span", {
					class: "muted",
					children: "Nothing is made before you have seen all of it."
				})]
			})]
		})
	})] });
}
function WorkspaceFields({ model }) {
	const { name, repositories, policies, owners, tiers, given } = model;
	return a($, { children: [
		a("input", {
			type: "hidden",
			name: "spec.externalId",
			value: name
		}),
		a(Field, {
			id: "name",
			name: "metadata.name",
			label: "Name",
			value: name
		}),
		a(Field, {
			id: "repository",
			name: "spec.repository",
			label: "Repository, as OWNER/REPO",
			value: given["spec.repository"] ?? "",
			known: repositories
		}),
		a(Field, {
			id: "ref",
			name: "spec.refs.ref",
			label: "Ref, such as refs/heads/main",
			value: given["spec.refs.ref"] || "refs/heads/main"
		}),
		a(Choice, {
			id: "policy",
			name: "spec.policy",
			label: "Policy",
			options: policies,
			value: given["spec.policy"],
			none: true
		}),
		a(Choice, {
			id: "ownership",
			name: "spec.ownership",
			label: "Made for",
			options: owners,
			value: given["spec.ownership"] || "manual"
		}),
		a(Choice, {
			id: "tier",
			name: "spec.trustTier",
			label: "Tier of the work in it",
			options: tiers,
			value: "restricted"
		}),
		a(Choice, {
			id: "owner-kind",
			name: "spec.ownerRef.kind",
			label: "Owner: what it is",
			options: [
				"issue",
				"pull_request",
				"check",
				"job",
				"branch"
			],
			value: given["spec.ownerRef.kind"],
			none: true
		}),
		a(Field, {
			id: "owner-id",
			name: "spec.ownerRef.id",
			label: "Owner: its number",
			value: given["spec.ownerRef.id"] ?? ""
		})
	] });
}
function Field({ id, name, label, value, known }) {
	return a("p", {
		class: "field",
		children: [
			a("label", {
				for: id,
				children: label
			}),
			a("input", {
				id,
				type: "text",
				name,
				defaultValue: value,
				list: known && `${id}-known`
			}),
			known && a("datalist", {
				id: `${id}-known`,
				children: known.map((one) => a("option", { value: one }, one))
			})
		]
	});
}
function Choice({ id, name, label, options, value, none = false }) {
	return a("p", {
		class: "field",
		children: [a("label", {
			for: id,
			children: label
		}), a("select", {
			id,
			name,
			children: [none && a("option", {
				value: "",
				children: "None"
			}), options.map((one) => a("option", {
				value: one,
				selected: one === value,
				children: one.replaceAll("_", " ")
			}, one))]
		})]
	});
}
export { WorkspaceNewPage };
