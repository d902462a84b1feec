import { A as TrustChip, D as Chip, H as FactsList, J as spacedWords, K as StatusWord, M as DigestText, Q as counted, R as Time, S as Conditions, U as ActionBar, V as Panel, et as HiddenCharacters, k as RefChips, nt as Icon, q as ToneWord, z as safeWebAddress } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/components/workspace/git-facts.tsx
const rebaseLooks = {
	none: {
		tone: "idle",
		icon: "check",
		word: "Not needed"
	},
	needed: {
		tone: "warn",
		icon: "git-branch",
		word: "Needed"
	},
	running: {
		tone: "busy",
		icon: "loader",
		word: "Under way"
	},
	conflicts: {
		tone: "bad",
		icon: "git-merge",
		word: "Conflicts"
	},
	aborted: {
		tone: "idle",
		icon: "circle-slash",
		word: "Aborted"
	},
	done: {
		tone: "ok",
		icon: "circle-check",
		word: "Done"
	}
};
function GitFacts({ git, now }) {
	const { branch, head, upstream, ahead = 0, behind = 0, dirty, uncommitted = 0, conflicts = [] } = git;
	if (git.missing) return a(ToneWord, {
		tone: "bad",
		icon: "folder",
		word: "Its path is gone"
	});
	return a(FactsList, { facts: [
		["Branch", branch === void 0 ? "detached" : a(BranchName, { name: branch })],
		["Head", head && a(DigestText, { digest: head })],
		["Upstream", upstream && a(BranchName, { name: upstream })],
		["Compared", upstream && a($, { children: [a("span", { children: [
			a(Icon, { name: "arrow-up" }),
			" ",
			ahead,
			" ahead"
		] }), a("span", { children: [
			a(Icon, { name: "arrow-down" }),
			" ",
			behind,
			" behind"
		] })] })],
		["Files", dirty === void 0 ? void 0 : dirty ? a(ToneWord, {
			tone: "warn",
			icon: "file-pen",
			word: `${counted(uncommitted, "file")} not committed`
		}) : a(ToneWord, {
			tone: "ok",
			icon: "check",
			word: "As committed"
		})],
		["Rebase", git.rebase && a(ToneWord, { ...rebaseLooks[git.rebase] })],
		["Conflicts", conflicts.length > 0 && a(ConflictList, { paths: conflicts })],
		["Last activity", git.lastActivity && a(Time, {
			at: git.lastActivity,
			now
		})],
		["Editor", git.editorLink && /^vscode:\/\/file\//.test(git.editorLink) && a("a", {
			href: git.editorLink,
			children: "Open in an editor on this machine"
		})]
	] });
}
function BranchName({ name }) {
	return a(Chip, {
		icon: "git-branch",
		children: a(HiddenCharacters, {
			text: name,
			most: 200
		})
	});
}
function ConflictList({ paths }) {
	return a("ul", { children: [paths.slice(0, 50).map((path) => a("li", { children: a("code", { children: a(HiddenCharacters, {
		text: path,
		most: 1e3
	}) }) }, path)), paths.length > 50 && a("li", {
		class: "muted",
		children: [
			"and ",
			paths.length - 50,
			" more"
		]
	})] });
}
// src/console/ui/components/workspace/workspace-card.tsx
function WorkspaceCard({ workspace, href, offers = [], now }) {
	const { metadata, spec, status } = workspace;
	return a(Panel, {
		id: `workspace-${metadata.name}`,
		title: metadata.name,
		icon: "folder-git-2",
		level: 3,
		aside: a("span", {
			class: "row",
			children: [
				spec.pinned && a(Chip, {
					icon: "pin",
					children: "pinned"
				}),
				a(TrustChip, { tier: spec.trustTier }),
				a(StatusWord, {
					phase: status.phase ?? "Provisioning",
					kind: "AgentWorkspace",
					boxed: true
				})
			]
		}),
		children: [
			a(FactsList, { facts: [
				["Repository", href === void 0 ? spec.repository : a("a", {
					href,
					children: spec.repository
				})],
				["Made for", a(OwnerWords, { workspace })],
				["Made from", spec.refs && a(RefChips, { refs: spec.refs })],
				["Place", spec.workspacePath ? a("code", { children: spec.workspacePath }) : spec.externalId],
				["Machine", spec.host],
				["Last used", status.lastUsedAt && a(Time, {
					at: status.lastUsedAt,
					now
				})],
				["May be removed", status.cleanupAfter && a(Time, {
					at: status.cleanupAfter,
					now
				})],
				["Runs", status.runs?.length ? status.runs.join(", ") : void 0],
				["Sessions", status.sessions?.length ? status.sessions.join(", ") : void 0],
				["Notes", spec.notes && a(HiddenCharacters, {
					text: spec.notes,
					most: 2e3
				})]
			] }),
			status.git && a(GitFacts, {
				git: status.git,
				now
			}),
			status.runtime && status.runtime.length > 0 && a(RuntimeLinks, { surfaces: status.runtime }),
			status.conditions && status.conditions.length > 0 && a(Conditions, {
				conditions: status.conditions,
				now
			}),
			offers.length > 0 && a(ActionBar, {
				label: `Actions on ${metadata.name}`,
				offers
			})
		]
	});
}
function OwnerWords({ workspace: { spec } }) {
	const { ownership, ownerRef, owner } = spec;
	return a($, { children: [
		a(Chip, { children: spacedWords(ownership) }),
		ownerRef && a("span", { children: `${spacedWords(ownerRef.kind)} ${ownerRef.id}` }),
		owner && a("span", {
			class: "muted",
			children: ["by ", owner.name]
		})
	] });
}
const surfaceIcons = {
	preview: "globe",
	dev_server: "server",
	terminal: "terminal",
	logs: "scroll-text",
	health: "heart-pulse",
	port: "plug",
	mcp: "plug"
};
function RuntimeLinks({ surfaces }) {
	return a("ul", {
		class: "row",
		"aria-label": "What runs in it",
		children: surfaces.map(({ kind, name, url, health, command, exitCode }) => {
			const address = url === void 0 ? void 0 : safeWebAddress(url)?.href;
			const ended = exitCode === void 0 ? "" : `, exit code ${exitCode}`;
			return a("li", {
				class: "row",
				children: [a(Chip, {
					icon: surfaceIcons[kind],
					href: address,
					title: command,
					children: a(HiddenCharacters, {
						text: name,
						most: 100
					})
				}), a(StatusWord, {
					phase: health,
					word: `${health}${ended}`
				})]
			}, `${kind} ${name}`);
		})
	});
}
export { WorkspaceCard as t };
