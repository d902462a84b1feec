import { s as $, t as a } from "./vendor/preact.js";
import { D as Chip, H as FactsList, J as spacedWords, K as StatusWord, M as DigestText, Q as counted, R as Time, S as Conditions, U as ActionBar, V as Panel, b as DataTable, et as HiddenCharacters, q as ToneWord, u as EmptyState, x as TableWrap } from "./page.js";
// src/console/ui/components/grants/rights-matrix.tsx
function Matrix({ label, corner, columns, rows, cell }) {
	return a(TableWrap, { children: a("table", {
		class: "data matrix",
		"aria-label": label,
		children: [a("thead", { children: a("tr", { children: [a("th", {
			scope: "col",
			children: corner
		}), columns.map((column) => a("th", {
			scope: "col",
			children: column
		}, column))] }) }), a("tbody", { children: rows.map(({ name, href }) => a("tr", { children: [a("th", {
			scope: "row",
			children: href === void 0 ? a(HiddenCharacters, {
				text: name,
				most: 300
			}) : a("a", {
				href,
				children: a(HiddenCharacters, {
					text: name,
					most: 300
				})
			})
		}), columns.map((column) => a("td", {
			"data-label": column,
			children: a("span", { children: cell(name, column) ?? a(NoRight, {}) })
		}, column))] }, name)) })]
	}) });
}
function NoRight() {
	return a($, { children: [a("span", {
		class: "muted",
		"aria-hidden": "true",
		children: "–"
	}), a("span", {
		class: "visually-hidden",
		children: "nothing"
	})] });
}
// src/console/ui/components/grants/role-matrix.tsx
function RoleMatrix({ bindings }) {
	const roles = [...new Set(bindings.map(({ to }) => to))].sort();
	const subjects = [...new Set(bindings.map(({ from }) => from))].sort();
	return a(Matrix, {
		label: "Roles",
		corner: "Who",
		columns: roles.map((role) => role.replace(/^[a-z]+\//, "")),
		rows: subjects.map((name) => ({ name })),
		cell: (subject, column) => {
			const found = bindings.filter(({ from, to }) => from === subject && to.replace(/^[a-z]+\//, "") === column);
			return found.length === 0 ? void 0 : found.map((one) => a(BindingCell, { binding: one }, one.by));
		}
	});
}
function BindingCell({ binding }) {
	const { from, scope, implied, drift, warnings, effect } = binding;
	const origin = !implied ? "bound" : from.startsWith("User/system:") ? "built in" : "via forge";
	return a("div", {
		class: "stack tight",
		children: [
			a(ToneWord, {
				tone: effect === "deny" ? "bad" : implied ? "idle" : "ok",
				icon: effect === "deny" ? "ban" : "check",
				word: effect === "deny" ? "refused" : origin,
				title: binding.by
			}),
			a("span", {
				class: "small muted",
				children: scope
			}),
			drift !== void 0 && a(Chip, {
				tone: "warn",
				children: ["differs: ", drift]
			}),
			warnings.map((warning) => a("span", {
				class: "small",
				children: a(HiddenCharacters, {
					text: warning,
					most: 300
				})
			}, warning))
		]
	});
}
// src/console/ui/components/grants/mcp-health-card.tsx
function McpHealthCard({ server, offers = [], now }) {
	const { metadata, spec, status } = server;
	const { serverName, serverVersion, protocolVersion, tools = [], conditions = [] } = status;
	const said = [serverName, serverVersion].filter((word) => word !== void 0).join(" ");
	return a(Panel, {
		id: `mcp-${metadata.name}`,
		title: spec.title ?? metadata.name,
		icon: "plug",
		level: 3,
		aside: a(StatusWord, {
			phase: status.phase ?? "Unknown",
			kind: "AgentMcpServer",
			boxed: true
		}),
		children: [
			a(FactsList, { facts: [
				["Transport", spec.transport],
				["Asked", status.probedAt && a(Time, {
					at: status.probedAt,
					now
				})],
				["Says it is", said && a(HiddenCharacters, {
					text: said,
					most: 300
				})],
				["Protocol", protocolVersion && a(HiddenCharacters, {
					text: protocolVersion,
					most: 64
				})],
				["Row", status.contentDigest && a(DigestText, { digest: status.contentDigest })],
				["Tools", status.toolsDigest && a(DigestText, { digest: status.toolsDigest })],
				["Stacks", spec.scope.stacks?.join(", ") ?? "all"],
				["Secrets", spec.needs?.secrets?.join(", ")]
			] }),
			tools.length > 0 && a("details", { children: [a("summary", { children: counted(tools.length, "tool") }), a("ul", {
				class: "stack tight",
				children: tools.slice(0, 200).map(({ name, description }) => a("li", {
					class: "any-text",
					children: [
						a("code", { children: a(HiddenCharacters, {
							text: name,
							most: 256
						}) }),
						" ",
						a("span", {
							class: "muted",
							children: a(HiddenCharacters, {
								text: description ?? "",
								most: 500
							})
						})
					]
				}, name))
			})] }),
			conditions.length > 0 && a(Conditions, {
				conditions,
				now
			}),
			offers.length > 0 && a(ActionBar, {
				label: `Actions on ${metadata.name}`,
				offers
			})
		]
	});
}
// src/console/ui/components/grants/needs-panel.tsx
function NeedsPanel({ needs }) {
	const open = needs.filter(({ status }) => status.phase !== "Met").length;
	return a(Panel, {
		id: "needs",
		title: "What it needs",
		icon: "key-round",
		count: open === 0 ? needs.length : `${open} open of ${needs.length}`,
		flush: true,
		children: a(DataTable, {
			label: "What it needs",
			rows: needs,
			keyOf: ({ metadata }) => metadata.name,
			empty: a(EmptyState, {
				title: "It needs nothing",
				icon: "check",
				children: "None of its tools, servers and skills asks for a secret, a config or a role."
			}),
			columns: [
				{
					title: "Need",
					names: true,
					cell: ({ spec }) => a($, { children: [
						a(HiddenCharacters, {
							text: spec.name,
							most: 253
						}),
						" ",
						a("span", {
							class: "muted small",
							children: spec.need
						})
					] })
				},
				{
					title: "Status",
					cell: ({ status }) => a(StatusWord, {
						phase: status.phase ?? "Missing",
						kind: "AgentCapabilityRequirement"
					})
				},
				{
					title: "Needed by",
					cell: ({ spec: { requiredBy, subagent } }) => `${spacedWords(requiredBy.kind.replace(/^Agent/, ""))} ${requiredBy.name}${subagent ? `, for ${subagent}` : ""}`
				},
				{
					title: "For",
					cell: ({ spec }) => spec.purpose ?? ""
				},
				{
					title: "Grant",
					cell: ({ status }) => status.grant ?? ""
				},
				{
					title: "What to do",
					cell: ({ status }) => a(HiddenCharacters, {
						text: status.remedy ?? "",
						most: 1e3
					})
				}
			]
		})
	});
}
export { McpHealthCard as n, RoleMatrix as r, NeedsPanel as t };
