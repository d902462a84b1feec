import { IdentikitError, fieldsOf, isRecord, shortened, suggestion, visible } from "../start/faces.js";
import { certain } from "./fault.js";
import { matchesWildCard } from "./tree.js";
import { _enum, array, boolean, date, datetime, int, json, literal, object, record, strictObject, string, toJSONSchema, union, url, uuid } from "../vendor/zod.js";
import { canonicalJson, mistakesOf } from "./document.js";
import { hash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
// src/agents/kinds/fields.ts
const objectName = string().min(1).max(253).regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, "must be lower-case letters, digits, - and ., and begin and end with a letter or digit");
const namespaceName = string().min(1).max(63).regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, "must be lower-case letters, digits and -, and begin and end with a letter or digit");
const line = string().min(1).max(1e3);
const longText = string().min(1).max(1e5);
const repositoryName = string().max(200).regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*\/[A-Za-z0-9_.][A-Za-z0-9._-]*$/, "must be OWNER/REPO, as the forge writes it");
const repositoryPattern = string().max(200).regex(/^[A-Za-z0-9_*][A-Za-z0-9._*-]*\/[A-Za-z0-9_.*][A-Za-z0-9._*-]*$/, "must be OWNER/REPO; * stands for any part");
const refPattern = string().max(400).regex(/^refs\/[A-Za-z0-9._*/+@-]+$/, "must be a full ref, such as refs/heads/main; * stands for any part");
const commitId = string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/, "must be the full ID of a commit");
const sha256 = string().regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 hexadecimal digits");
const imageByDigest = string().max(600).regex(/^[^@\s]+@sha256:[0-9a-f]{64}$/, "must be an image with its digest, such as registry/name@sha256:…");
const pathPattern = string().min(1).max(400).refine((path) => !path.startsWith("/") && !path.split("/").includes(".."), "must be a path from the top of the repository");
const timestamp = datetime();
const span = string().regex(/^[1-9][0-9]{0,5}(s|m|h|d)$/, "must be a number and s, m, h or d, such as 10m");
const money = string().regex(/^(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?$/, "must be an amount in US dollars, such as 2.50");
const secretName = string().max(128).regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be the name of a secret: letters, digits and _");
const login = string().min(1).max(100).regex(/^[^\s:/@]+$/, "must be a login of the forge");
const trustTier = _enum([
	"trusted",
	"restricted",
	"untrusted"
]);
const eventSource = _enum([
	"push",
	"tag",
	"pull_request",
	"comment",
	"review",
	"label",
	"issue",
	"schedule",
	"manual",
	"workflow_run",
	"webhook"
]);
const writeBackAction = _enum([
	"comment",
	"review",
	"label",
	"status",
	"issue",
	"branch",
	"pull_request",
	"rerun",
	"memory_update"
]);
const names = (what) => array(objectName).max(200).optional().describe(`${what}, by name, of the same organisation.`);
const referenceTo = (what) => objectName.describe(`${what}, by name, of the same organisation.`);
const objectReference = strictObject({
	kind: string().min(1).max(63).describe("Its kind."),
	name: objectName.describe("Its name; it is of the same organisation.")
});
const forgeTarget = strictObject({
	kind: _enum([
		"repository",
		"branch",
		"tag",
		"commit",
		"pull_request",
		"issue",
		"comment",
		"check",
		"job",
		"path"
	]).describe("What it is."),
	id: string().min(1).max(400).describe("Its number, name, ID or path."),
	url: url({ protocol: /^https?$/ }).max(2e3).optional().describe("Where a person sees it.")
});
// src/agents/kinds/condition.ts
const condition = strictObject({
	type: string().min(1).max(316).describe("What it is about."),
	status: _enum([
		"True",
		"False",
		"Unknown"
	]).describe("Whether it holds."),
	severity: _enum([
		"error",
		"warning",
		"info"
	]).optional().describe("How bad it is where it does not hold: an error blocks, a warning is shown."),
	reason: string().max(1024).regex(/^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/, "must be one word").describe("Why, as one word for programs."),
	message: string().max(32768).describe("Why, for a person."),
	remedy: line.optional().describe("What to do about it."),
	observedGeneration: int().min(0).optional().describe("The generation of the object that was looked at."),
	lastTransitionTime: timestamp.describe("When the status changed last.")
});
const statusFields = {
	observedGeneration: int().min(0).optional().describe("The generation of the object that this status is about."),
	conditions: array(condition).max(100).optional().describe("What is known of it, by type.")
};
// src/agents/kinds/kind.ts
function defineKind(kind) {
	return kind;
}
// src/agents/kinds/config/agent-budget.ts
const agentBudget = defineKind({
	kind: "AgentBudget",
	plural: "agentbudgets",
	storage: "config",
	summary: "What the runs of an organisation, or of one rule, may use in a day (UTC), and how deep a chain of runs may go.",
	spec: strictObject({
		title: line.optional().describe("What people call it."),
		target: strictObject({
			kind: _enum(["Organization", "AgentTriggerRule"]).describe("What it limits."),
			name: objectName.optional().describe("For a rule: its name.")
		}).describe("What it limits."),
		runsPerDay: int().min(0).max(1e6).optional().describe("Runs that may start in a day."),
		tokensPerDay: int().min(0).max(0xe8d4a51000).optional().describe("Tokens of all runs of a day."),
		costPerDay: money.optional().describe("US dollars of all runs of a day."),
		chainDepth: int().min(0).max(20).optional().describe("How many runs may follow from one another's write-backs; 3 if nothing says otherwise.")
	}),
	status: strictObject({
		...statusFields,
		day: date().optional().describe("The day that was counted."),
		runs: int().min(0).optional().describe("Runs of that day."),
		tokens: int().min(0).optional().describe("Tokens of that day."),
		cost: money.optional().describe("US dollars of that day.")
	}),
	conditions: { Within: "There is something left of each." },
	columns: [
		{
			name: "Target",
			path: ".spec.target.name"
		},
		{
			name: "Runs",
			path: ".status.runs",
			type: "integer"
		},
		{
			name: "Cost",
			path: ".status.cost"
		}
	],
	example: {
		name: "organisation",
		spec: {
			target: { kind: "Organization" },
			runsPerDay: 200,
			costPerDay: "100"
		}
	}
});
// src/agents/kinds/config/agent-config.ts
const agentConfigSet = defineKind({
	kind: "AgentConfig",
	plural: "agentconfigs",
	storage: "config",
	summary: "A named set of plain values that grants give to agents and tools. Secrets do not belong here.",
	spec: strictObject({
		title: line.optional().describe("What people call it."),
		data: record(string().max(253).regex(/^[-._a-zA-Z0-9]+$/, "must be letters, digits, -, _ and ."), string().max(1e5)).describe("The values by their keys.")
	}),
	status: strictObject(statusFields),
	conditions: { Plain: "No value looks like a credential." },
	columns: [{
		name: "Title",
		path: ".spec.title"
	}],
	example: {
		name: "endpoints",
		spec: { data: { CATALOGUE_URL: "https://catalogue.example.test" } }
	}
});
const grantFields = {
	subject: strictObject({
		kind: _enum([
			"Organization",
			"Group",
			"User",
			"AgentRunnerPool",
			"AgentServiceAccount",
			"AgentStack",
			"AgentMcpServer",
			"AgentSkill",
			"AgentToolProfile",
			"AgentSubagent"
		]).describe("What gets it."),
		name: string().min(1).max(253).describe("Its name; for an organisation its own.")
	}).describe("Who may have it."),
	purpose: _enum([
		"model",
		"tool",
		"mcp",
		"skill",
		"runner",
		"write_back",
		"any"
	]).describe("What it may be used for."),
	effect: _enum(["allow", "deny"]).default("allow").describe("Whether it is given or refused; a refusal wins over every permission."),
	allowedRepositories: array(repositoryPattern).max(200).optional().describe("For runs of these repositories; all if left out."),
	allowedRefs: array(refPattern).max(200).optional().describe("For runs on these refs; all if left out."),
	allowedTriggerSources: array(eventSource).max(20).optional().describe("For runs that these events started; all if left out."),
	expires: timestamp.optional().describe("When it ends; never if left out."),
	run: objectName.optional().describe("For this one run only, as an approval of a missing grant makes it."),
	mountPolicy: _enum([
		"env",
		"file",
		"proxy"
	]).default("env").describe("How the agent gets it: as a variable, as a file, or never: a proxy adds it to requests to one host."),
	proxyHost: string().max(253).optional().describe("For proxy: the host whose requests get it."),
	reason: string().max(1e3).optional().describe("Why it was given or refused.")
};
// src/agents/kinds/config/agent-config-grant.ts
const agentConfigGrant = defineKind({
	kind: "AgentConfigGrant",
	plural: "agentconfiggrants",
	storage: "config",
	summary: "Gives a config, or some of its keys, to an agent, tool, skill, MCP server or runner; or refuses it.",
	spec: strictObject({
		...grantFields,
		configRef: strictObject({
			name: referenceTo("The config"),
			keys: array(string().min(1).max(253)).min(1).max(200).optional().describe("Its keys; all of them if left out.")
		}).describe("What is given.")
	}),
	status: strictObject(statusFields),
	conditions: { Valid: "The config and the subject exist, and it has not expired." },
	columns: [
		{
			name: "Config",
			path: ".spec.configRef.name"
		},
		{
			name: "Subject",
			path: ".spec.subject.name"
		},
		{
			name: "Purpose",
			path: ".spec.purpose"
		},
		{
			name: "Effect",
			path: ".spec.effect"
		}
	],
	example: {
		name: "endpoints-for-fixer",
		spec: {
			subject: {
				kind: "AgentStack",
				name: "fixer"
			},
			configRef: { name: "endpoints" },
			purpose: "tool"
		}
	}
});
// src/agents/kinds/config/agent-context-label.ts
const agentContextLabel = defineKind({
	kind: "AgentContextLabel",
	plural: "agentcontextlabels",
	storage: "config",
	summary: "A reviewed piece of a prompt that people and rules add to a run by its name, such as a label on an issue.",
	spec: strictObject({
		title: line.optional().describe("What people call it."),
		promptFragment: longText.describe("What the agent is told."),
		allowedSources: array(eventSource).min(1).max(20).describe("The kinds of event that may bring it into a run."),
		allowedRepositories: array(repositoryPattern).max(200).optional().describe("Where it may be used; everywhere if left out."),
		forgeLabel: string().min(1).max(100).optional().describe("The label on the forge that stands for it; its own name if left out."),
		attachments: array(strictObject({
			path: pathPattern.describe("A file of the repository that the run is about."),
			as: objectName.optional().describe("What the context calls it.")
		})).max(50).optional().describe("Files that are added, read at the base commit."),
		reviewers: array(login).max(50).optional().describe("Who has reviewed it; pull requests that change it name them.")
	}),
	status: strictObject({
		...statusFields,
		digest: sha256.optional().describe("The digest of fragment and attachments.")
	}),
	columns: [{
		name: "Sources",
		path: ".spec.allowedSources"
	}],
	example: {
		name: "needs-test",
		spec: {
			promptFragment: "Write a failing test before you change the code.",
			allowedSources: ["label", "comment"]
		}
	}
});
// src/agents/kinds/config/agent-mcp-server.ts
const needs = strictObject({
	secrets: array(secretName).max(100).optional().describe("Sealed secrets, by name."),
	config: names("Configs")
});
const tool = strictObject({
	name: string().min(1).max(256).describe("Its name."),
	description: string().max(4e3).optional().describe("What the server says of it.")
});
const agentMcpServer = defineKind({
	kind: "AgentMcpServer",
	plural: "agentmcpservers",
	shortNames: ["mcp"],
	storage: "config",
	summary: "An MCP server that stacks may use. How it is started or reached is in the config row of its name.",
	spec: strictObject({
		title: line.optional().describe("What people call it."),
		transport: _enum([
			"stdio",
			"http",
			"sse"
		]).describe("How the client talks to it."),
		scope: strictObject({
			stacks: names("The stacks that may use it; all of them if left out"),
			tools: array(string().min(1).max(256)).max(500).optional().describe("The tools that may be called; all that it offers if left out.")
		}).describe("Who may use what of it."),
		row: objectName.optional().describe("The config row of the server; the one of its own name if left out."),
		needs: needs.optional().describe("What it has to be given."),
		health: strictObject({
			interval: span.default("1h").describe("How often it is asked."),
			timeout: span.default("30s").describe("How long an answer may take.")
		}).optional().describe("How it is probed: with initialize and tools/list.")
	}),
	status: strictObject({
		phase: _enum([
			"Unknown",
			"Healthy",
			"Unhealthy"
		]).optional().describe("What the last probe came to."),
		...statusFields,
		probedAt: timestamp.optional().describe("When it was asked last."),
		contentDigest: sha256.optional().describe("The digest of the config row that was asked."),
		serverName: string().max(256).optional().describe("What it calls itself."),
		serverVersion: string().max(256).optional().describe("Its version, as it says."),
		protocolVersion: string().max(64).optional().describe("The version of the protocol that was agreed."),
		tools: array(tool).max(1e3).optional().describe("The tools that it offers."),
		toolsDigest: sha256.optional().describe("The digest of the list, so that a change of tools is seen.")
	}),
	phases: {
		Unknown: "It has not been asked yet.",
		Healthy: "It has answered initialize and tools/list.",
		Unhealthy: "It did not answer as the protocol asks."
	},
	conditions: {
		Healthy: "It has answered initialize and tools/list.",
		NeedsMet: "What it needs exists and is granted."
	},
	columns: [
		{
			name: "Status",
			path: ".status.phase"
		},
		{
			name: "Transport",
			path: ".spec.transport"
		},
		{
			name: "Probed",
			path: ".status.probedAt",
			type: "date"
		}
	],
	example: {
		name: "forge",
		spec: {
			transport: "http",
			scope: { stacks: ["fixer"] },
			needs: { secrets: ["FORGE_TOKEN"] }
		}
	}
});
// src/agents/kinds/config/agent-memory-repository.ts
const agentMemoryRepository = defineKind({
	kind: "AgentMemoryRepository",
	plural: "agentmemoryrepositories",
	storage: "config",
	summary: "The repository of Markdown files that is an organisation's memory.",
	spec: strictObject({
		title: line.optional().describe("What people call it."),
		repositoryRef: strictObject({
			name: repositoryName.describe("The repository."),
			url: string().min(1).max(2e3).optional().describe("Where it is cloned from; the forge's own URL if left out."),
			ref: string().min(1).max(200).default("main").describe("Its branch.")
		}).describe("Where it is."),
		owners: array(login).max(100).optional().describe("Who answers for it."),
		staleAfter: string().regex(/^[1-9][0-9]{0,4}d$/, "must be a number of days, such as 180d").default("180d").describe("After how long without a change a file counts as stale."),
		kinds: record(string().min(1).max(100), pathPattern).optional().describe("The kinds of record, each with the paths that hold them; front matter says it otherwise.")
	}),
	status: strictObject({
		...statusFields,
		commit: commitId.optional().describe("The commit that was read last."),
		readAt: timestamp.optional().describe("When it was read last."),
		files: int().min(0).optional().describe("How many records it has."),
		stale: int().min(0).optional().describe("How many of them are stale."),
		brokenLinks: int().min(0).optional().describe("Links between records that lead nowhere.")
	}),
	conditions: {
		Healthy: "It could be read, and its records are well formed.",
		Fresh: "What was read is its newest commit."
	},
	columns: [
		{
			name: "Repository",
			path: ".spec.repositoryRef.name"
		},
		{
			name: "Commit",
			path: ".status.commit"
		},
		{
			name: "Files",
			path: ".status.files",
			type: "integer"
		}
	],
	example: {
		name: "brain",
		spec: { repositoryRef: { name: "tidewater/brain" } }
	}
});
// src/agents/kinds/config/agent-memory-source.ts
const agentMemorySource = defineKind({
	kind: "AgentMemorySource",
	plural: "agentmemorysources",
	storage: "config",
	summary: "Which part of the organisation's memory runs of a repository can look up.",
	spec: strictObject({
		title: line.optional().describe("What people call it."),
		repository: referenceTo("The memory repository; the only one if left out").optional(),
		appliesTo: array(repositoryPattern).min(1).max(200).describe("The repositories whose runs may use it."),
		include: strictObject({
			paths: array(pathPattern).max(200).optional().describe("Paths of the memory repository; all if left out."),
			kinds: array(string().min(1).max(100)).max(100).optional().describe("Kinds of record; all if left out.")
		}).describe("What belongs to it."),
		readers: array(string().min(1).max(253)).max(200).optional().describe("Users and groups that may see it; everybody who may read the repository if left out."),
		queryMode: _enum([
			"off",
			"search",
			"graph"
		]).default("search").describe("How runs look things up: not at all, by text, or along links too."),
		owners: array(login).max(100).optional().describe("Who answers for it.")
	}),
	status: strictObject(statusFields),
	conditions: { Resolved: "Its memory repository exists, and its paths lead to records." },
	columns: [{
		name: "Applies to",
		path: ".spec.appliesTo"
	}, {
		name: "Mode",
		path: ".spec.queryMode"
	}],
	example: {
		name: "harbour",
		spec: {
			appliesTo: ["tidewater/*"],
			include: { paths: ["services/**"] }
		}
	}
});
// src/agents/kinds/config/agent-role.ts
const part = string().max(253);
const parts$1 = array(part).max(200);
const policyRule = strictObject({
	verbs: parts$1.min(1).describe("What may be done, such as get, create or use; * for everything."),
	apiGroups: parts$1.optional().describe("The API groups, such as identikit.dev; * for all."),
	resources: parts$1.optional().describe("Plural names, such as agentdispatchruns, with /subresource for a part; * for all."),
	resourceNames: parts$1.optional().describe("The only objects that it holds for; all of them if left out."),
	nonResourceURLs: parts$1.optional().describe("Paths that are no resources, such as /metrics; * at the end stands for any rest.")
}).refine(({ apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }) => nonResourceURLs.length > 0 ? apiGroups.length + resources.length + resourceNames.length === 0 : apiGroups.length > 0 && resources.length > 0, "must have apiGroups and resources, or nonResourceURLs alone, as Kubernetes asks");
const agentRole = defineKind({
	kind: "AgentRole",
	plural: "agentroles",
	storage: "config",
	summary: "A set of rights that a role binding gives to somebody, in the shape and with the meaning of a Kubernetes Role.",
	spec: strictObject({
		title: line.optional().describe("What people call it."),
		rules: array(policyRule).max(500).describe("What may be done; rights add up, nothing is taken away.")
	}),
	status: strictObject(statusFields),
	columns: [{
		name: "Title",
		path: ".spec.title"
	}],
	example: {
		name: "run-fixer",
		spec: { rules: [{
			verbs: ["create"],
			apiGroups: ["identikit.dev"],
			resources: ["agentdispatchruns"]
		}, {
			verbs: ["use"],
			apiGroups: ["identikit.dev"],
			resources: ["agentstacks"],
			resourceNames: ["fixer"]
		}] }
	}
});
// src/agents/kinds/config/agent-role-binding.ts
const subject = strictObject({
	kind: _enum([
		"User",
		"Group",
		"ServiceAccount"
	]).describe("A login of the forge; a team or a permission on a repository; a service account of the organisation."),
	name: string().min(1).max(253).describe("The login; ORGANISATION/TEAM or forge:write:OWNER/REPO; the service account's name.")
});
const agentRoleBinding = defineKind({
	kind: "AgentRoleBinding",
	plural: "agentrolebindings",
	storage: "config",
	summary: "Gives the rights of a role to a user, a group or a service account, in an organisation or for some repositories.",
	spec: strictObject({
		title: line.optional().describe("What people call it."),
		subject: subject.describe("Who gets the rights."),
		roleRef: strictObject({
			kind: _enum(["AgentRole", "RoleTemplate"]).describe("A role of the organisation, or one that Identikit ships."),
			name: objectName.describe("Its name.")
		}).describe("The role; another one needs another binding."),
		scope: strictObject({
			kind: _enum([
				"Organization",
				"Repositories",
				"AllOrganizations"
			]).describe("The binding's organisation, some of its repositories, or every organisation."),
			repositories: array(repositoryPattern).min(1).max(200).optional().describe("For Repositories: which.")
		}).describe("Where the rights hold.")
	}),
	status: strictObject(statusFields),
	conditions: { InSync: "It equals what the repository declares." },
	columns: [
		{
			name: "Subject",
			path: ".spec.subject.name"
		},
		{
			name: "Role",
			path: ".spec.roleRef.name"
		},
		{
			name: "Scope",
			path: ".spec.scope.kind"
		}
	],
	immutable: [".spec.roleRef"],
	example: {
		name: "maintainers-run-fixer",
		spec: {
			subject: {
				kind: "Group",
				name: "tidewater/maintainers"
			},
			roleRef: {
				kind: "AgentRole",
				name: "run-fixer"
			},
			scope: { kind: "Organization" }
		}
	}
});
// src/agents/kinds/config/agent-runner-pool.ts
const agentRunnerPool = defineKind({
	kind: "AgentRunnerPool",
	plural: "agentrunnerpools",
	shortNames: ["pool"],
	storage: "config",
	summary: "Runners of the CI host on which agents run, and the key for which secrets are sealed for them.",
	spec: strictObject({
		title: line.optional().describe("What people call it."),
		labels: array(string().min(1).max(100)).min(1).max(20).describe("The labels that a job needs to run there, as in runs-on."),
		publicKey: string().regex(/^age1[02-9ac-hj-np-z]{58}$/, "must be the public key of an age identity: age1…").describe("Tickets are sealed for it (age, X25519); only runners of the pool have the other half."),
		serviceAccount: referenceTo("The service account of the runners").optional(),
		trustTiers: array(trustTier).min(1).max(3).default(["trusted"]).describe("The tiers of work that it takes."),
		workflow: strictObject({
			repository: repositoryName.describe("The repository that has the workflow."),
			file: string().min(1).max(200).regex(/^[A-Za-z0-9._-]+\.ya?ml$/).describe("The workflow's file name."),
			ref: string().min(1).max(200).default("main").describe("The branch that it runs on.")
		}).optional().describe("The workflow that is started for a queued run."),
		capacity: int().min(1).max(1e4).optional().describe("Runs at the same time; not limited if left out.")
	}),
	status: strictObject({
		...statusFields,
		running: int().min(0).optional().describe("Runs that are under way."),
		lastSeen: timestamp.optional().describe("When a runner of the pool reported last.")
	}),
	conditions: { Ready: "Its key is valid, and its service account exists." },
	columns: [{
		name: "Labels",
		path: ".spec.labels"
	}, {
		name: "Running",
		path: ".status.running",
		type: "integer"
	}],
	example: {
		name: "linux",
		spec: {
			labels: ["ubuntu-latest"],
			publicKey: "age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq",
			trustTiers: ["trusted", "restricted"]
		}
	}
});
// src/agents/kinds/config/agent-secret-grant.ts
const agentSecretGrant = defineKind({
	kind: "AgentSecretGrant",
	plural: "agentsecretgrants",
	storage: "config",
	summary: "Gives a sealed secret to an agent, tool, skill, MCP server or runner, for a purpose and within bounds; or refuses it.",
	spec: strictObject({
		...grantFields,
		secretRef: strictObject({ name: secretName.describe("Its name; a secret has one value, so there are no keys.") }).describe("The sealed secret of the config database.")
	}),
	status: strictObject(statusFields),
	conditions: { Valid: "The secret and the subject exist, and it has not expired." },
	columns: [
		{
			name: "Secret",
			path: ".spec.secretRef.name"
		},
		{
			name: "Subject",
			path: ".spec.subject.name"
		},
		{
			name: "Purpose",
			path: ".spec.purpose"
		},
		{
			name: "Effect",
			path: ".spec.effect"
		}
	],
	example: {
		name: "forge-token-for-forge",
		spec: {
			subject: {
				kind: "AgentMcpServer",
				name: "forge"
			},
			secretRef: { name: "FORGE_TOKEN" },
			purpose: "mcp",
			mountPolicy: "proxy",
			proxyHost: "forge.example.test"
		}
	}
});
// src/agents/kinds/config/agent-service-account.ts
const agentServiceAccount = defineKind({
	kind: "AgentServiceAccount",
	plural: "agentserviceaccounts",
	shortNames: ["asa"],
	storage: "config",
	summary: "The identity that an agent or a runner acts as. Roles and grants are given to it.",
	spec: strictObject({
		title: line.optional().describe("What people call it."),
		serviceAccountName: objectName.describe("The name that role bindings and grants use, and a cluster's service account has."),
		usedBy: _enum(["agent", "runner"]).default("agent").describe("Whose identity it is."),
		trustTier: trustTier.default("trusted").describe("The tier of the work that may use it; untrusted work needs one of its own.")
	}),
	status: strictObject(statusFields),
	conditions: { TokenReady: "What it signs in with is there and has not expired." },
	columns: [{
		name: "Account",
		path: ".spec.serviceAccountName"
	}, {
		name: "Tier",
		path: ".spec.trustTier"
	}],
	example: {
		name: "fixer",
		spec: { serviceAccountName: "fixer" }
	}
});
// src/agents/kinds/config/agent-skill.ts
const agentSkill = defineKind({
	kind: "AgentSkill",
	plural: "agentskills",
	storage: "config",
	summary: "A skill or runbook that stacks may use. Its files are in the config row of its name, or in a template.",
	spec: strictObject({
		title: line.optional().describe("What people call it."),
		format: _enum(["skill", "runbook"]).describe("A folder with SKILL.md, or one Markdown file."),
		sourceRef: strictObject({
			template: string().min(1).max(200).optional().describe("The template that has it; the config row if left out."),
			row: objectName.optional().describe("The config row of the skill; the one of its own name if left out.")
		}).describe("Where its files are."),
		needs: needs.optional().describe("What it has to be given."),
		compatibility: strictObject({
			baseAgents: array(string().min(1).max(100)).max(50).optional().describe("Clients that can use it; all if left out."),
			tools: array(string().min(1).max(256)).max(200).optional().describe("Tools that it calls.")
		}).optional().describe("What it works with.")
	}),
	status: strictObject({
		...statusFields,
		digest: sha256.optional().describe("The digest of its files."),
		description: string().max(4e3).optional().describe("What its frontmatter says of it.")
	}),
	conditions: {
		Validated: "Its files have been read and are well formed.",
		NeedsMet: "What it needs exists and is granted."
	},
	columns: [{
		name: "Format",
		path: ".spec.format"
	}, {
		name: "Template",
		path: ".spec.sourceRef.template"
	}],
	example: {
		name: "triage",
		spec: {
			format: "skill",
			sourceRef: { template: "platform-agent" }
		}
	}
});
// src/agents/kinds/budget-fields.ts
const runBudget = strictObject({
	time: span.optional().describe("Time from start to end of an attempt."),
	turns: int().min(1).max(1e4).optional().describe("Turns of the model."),
	tokens: int().min(1).max(1e9).optional().describe("Tokens read and written."),
	cost: money.optional().describe("US dollars, as the client counts them.")
});
// src/agents/kinds/write-back.ts
const writeBackPolicy = array(strictObject({
	action: writeBackAction.describe("What may be done on the forge."),
	limit: int().min(1).max(1e3).default(1).describe("How often in one run."),
	approval: _enum(["required", "never"]).default("required").describe("Whether a person approves each; never holds for trusted work only, and is shown and audited as such."),
	paths: array(pathPattern).max(100).optional().describe("For branches and pull requests: the paths that may change."),
	labels: array(string().min(1).max(100)).max(100).optional().describe("For labels: those that may be set.")
})).max(20);
// src/agents/kinds/config/agent-stack.ts
const adapter = strictObject({
	name: _enum([
		"claude",
		"codex",
		"command"
	]).describe("How the client is run: claude -p, codex exec, or a program that writes event lines."),
	version: string().min(1).max(100).optional().describe("The client's version; its capabilities are those that this version shows."),
	command: array(string().max(4e3)).min(1).max(100).optional().describe("For command: the program and its arguments.")
});
const prompt = strictObject({
	text: longText.optional().describe("What comes before the task."),
	append: longText.optional().describe("What comes after the task.")
});
const memory = strictObject({
	source: referenceTo("The memory source").optional(),
	ref: string().min(1).max(200).optional().describe("A ref, a commit, or a time such as `two days ago`; it becomes a commit at dispatch.")
});
const spec = strictObject({
	title: line.optional().describe("What people call it."),
	baseAgent: string().min(1).max(100).describe("The agent client, such as claude-code."),
	adapter: adapter.describe("How the client is run."),
	runtimeIdentity: referenceTo("The service account that the agent runs as"),
	agent: objectName.optional().describe("The agent of the config database whose env directory is rendered."),
	image: imageByDigest.optional().describe("The image that the agent runs in, by its digest."),
	model: string().min(1).max(200).optional().describe("The model, as the client names it; the client's own if left out."),
	prompt: prompt.optional().describe("Prompt layers of the stack."),
	taskKinds: array(objectName).max(100).optional().describe("The kinds of task that it takes; all of them if left out."),
	toolProfile: referenceTo("The tool profile").optional(),
	mcpServers: names("The MCP servers"),
	skills: names("The skills"),
	subagents: names("The subagents"),
	contextLabels: names("The context labels that every run gets"),
	workspacePolicy: referenceTo("The workspace policy").optional(),
	runnerPool: referenceTo("The runner pool that it runs on").optional(),
	memory: memory.optional().describe("What the agent may look up in the organisation's memory."),
	secrets: array(string().min(1).max(128)).max(100).optional().describe("Secrets that the model or the client needs, by name."),
	config: names("The configs that the client needs"),
	budget: runBudget.optional().describe("What one run may use."),
	approvalMode: _enum([
		"always",
		"on_request",
		"write_back_only",
		"never"
	]).default("write_back_only").describe("When a person is asked while the agent runs."),
	approvers: _enum(["others", "anyone"]).default("others").describe("Who may approve: others than who started the run, or, for trusted refs, that person too."),
	missingGrants: _enum(["refuse", "ask"]).default("refuse").describe("What becomes of a run that needs a grant which is not there: it is refused, or a person who may give grants is asked to give it for this one run."),
	writeBack: writeBackPolicy.optional().describe("What runs may write back; nothing if left out.")
});
const phase = _enum([
	"Ready",
	"Warning",
	"Blocked",
	"Pending",
	"Error"
]);
const seenClient = strictObject({
	of: sha256.describe("The digest of the adapter's name and command: what was asked."),
	version: string().min(1).max(100).describe("The version that it said."),
	capabilities: array(string().min(1).max(63)).max(100).describe("What that version can do."),
	seenAt: timestamp.describe("When it was asked.")
});
const seenImage = strictObject({
	image: imageByDigest.describe("The image that the answer is about, and no other."),
	treeDigest: sha256.describe("The identity that it was compared with."),
	verdict: _enum([
		"clean",
		"drift",
		"unverified"
	]).describe("The gate's answer."),
	message: string().max(4e3).optional().describe("What the gate found first."),
	seenAt: timestamp.describe("When the gate looked.")
});
const agentStack = defineKind({
	kind: "AgentStack",
	plural: "agentstacks",
	shortNames: ["stack", "stacks"],
	storage: "config",
	summary: "An agent that can be dispatched: its client, prompt, tools, skills, identity, place to run, and what it may write back.",
	spec,
	status: strictObject({
		phase: phase.optional().describe("Whether it can be dispatched."),
		...statusFields,
		client: seenClient.optional().describe("What its client was seen to do."),
		identity: seenImage.optional().describe("What the gate said of its image."),
		snapshot: sha256.optional().describe("The digest of the effective launch profile."),
		profile: record(string(), json()).optional().describe("The effective launch profile: everything that decides how a run starts, with all references resolved.")
	}),
	phases: {
		Ready: "Everything that it needs is there and proven.",
		Warning: "It can be dispatched; something is not as it should be, and every run shows it.",
		Blocked: "It cannot be dispatched until a condition holds.",
		Pending: "Something has not been looked at yet.",
		Error: "It is wrong in itself, such as a reference to what does not exist."
	},
	conditions: {
		CapabilitiesResolved: "The client's pinned version can do what the stack asks of it.",
		RuntimeIdentityReady: "The service account exists and can be used.",
		RolesAdmitted: "The service account has the roles that the stack needs, and none differs from the repository.",
		SecretsAdmitted: "Every secret that is needed exists and is granted.",
		ConfigAdmitted: "Every config that is needed exists and is granted.",
		ToolsAdmitted: "The tool profile exists, and the client can hold the agent to it.",
		McpHealthy: "Each MCP server has answered initialize and tools/list.",
		SkillsValidated: "Each skill has been read and is well formed.",
		SubagentsValid: "Each subagent exists, the client can run it, and none leads back to itself.",
		PolicyAdmitted: "Approval mode, write-back and workspace policy fit together.",
		IdentityProven: "Its image has passed the gate."
	},
	columns: [
		{
			name: "Status",
			path: ".status.phase"
		},
		{
			name: "Client",
			path: ".spec.baseAgent"
		},
		{
			name: "Pool",
			path: ".spec.runnerPool"
		}
	],
	example: {
		name: "fixer",
		spec: {
			baseAgent: "claude-code",
			adapter: { name: "claude" },
			runtimeIdentity: "fixer",
			agent: "engineer-berths",
			toolProfile: "careful",
			skills: ["triage"],
			runnerPool: "linux",
			budget: {
				time: "30m",
				cost: "5"
			},
			writeBack: [{
				action: "comment",
				limit: 3
			}, { action: "pull_request" }]
		}
	}
});
// src/agents/kinds/config/agent-subagent.ts
const agentSubagent = defineKind({
	kind: "AgentSubagent",
	plural: "agentsubagents",
	storage: "config",
	summary: "A helper that an agent can call for some kinds of task, with a prompt and tools of its own.",
	spec: strictObject({
		title: line.optional().describe("What people call it."),
		rolePrompt: longText.describe("What it is told about its role."),
		taskKinds: array(objectName).min(1).max(100).describe("The kinds of task that it takes."),
		toolProfile: referenceTo("Its tool profile; the stack's if left out").optional(),
		mcpServers: names("The MCP servers that it may use"),
		skills: names("Its skills"),
		subagents: names("Subagents that it may call in turn"),
		model: string().min(1).max(200).optional().describe("Its model; the stack's if left out."),
		limits: runBudget.optional().describe("What one call may use.")
	}),
	status: strictObject(statusFields),
	conditions: { Valid: "What it names exists, and no chain of subagents leads back to it." },
	columns: [{
		name: "Tasks",
		path: ".spec.taskKinds"
	}],
	example: {
		name: "log-reader",
		spec: {
			rolePrompt: "Read the log of a failed job and name the first cause.",
			taskKinds: ["diagnose"]
		}
	}
});
// src/agents/kinds/config/agent-tool-profile.ts
const commandPattern = string().min(1).max(400).describe("A command and its first words, such as `git push`; * stands for any one word.");
const filesystemPolicy = strictObject({
	mode: _enum([
		"read_only",
		"workspace_write",
		"full"
	]).describe("What the agent may write: nothing, its workspace, or everything that its isolation shows."),
	denied: array(pathPattern).max(200).optional().describe("Paths of the workspace that it may neither read nor write."),
	readOnly: array(pathPattern).max(200).optional().describe("Paths of the workspace that it may read and not write.")
});
const host = string().max(253).regex(/^(\*\.)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?$/, "must be a host, *.host or host:port");
const networkPolicy = strictObject({
	mode: _enum([
		"none",
		"proxy",
		"open"
	]).describe("No network, the hosts of a list through a proxy, or everything."),
	hosts: array(host).max(500).optional().describe("For proxy: the hosts that may be reached.")
});
const agentToolProfile = defineKind({
	kind: "AgentToolProfile",
	plural: "agenttoolprofiles",
	storage: "config",
	summary: "What an agent may do with files, commands and the network, and what it has to ask for.",
	spec: strictObject({
		title: line.optional().describe("What people call it."),
		filesystemPolicy: filesystemPolicy.describe("What it may read and write."),
		approvalPolicyByTool: record(string().min(1).max(200), _enum([
			"allow",
			"ask",
			"deny"
		])).describe("By name of a tool, or * for the others: whether it is used freely, after a person's approval, or never."),
		commandsAllowed: array(commandPattern).max(500).optional().describe("Commands that need no approval."),
		commandsDenied: array(commandPattern).max(500).optional().describe("Commands that are never run; this list wins."),
		networkPolicy: networkPolicy.default({ mode: "none" }).describe("What it may reach."),
		isolation: _enum([
			"container",
			"bubblewrap",
			"user"
		]).default("user").describe("The weakest isolation that will do; a runner uses the strongest that it has."),
		needs: needs.optional().describe("What its tools and commands have to be given.")
	}),
	status: strictObject(statusFields),
	conditions: { Enforceable: "The clients of the stacks that use it can be held to it." },
	columns: [
		{
			name: "Files",
			path: ".spec.filesystemPolicy.mode"
		},
		{
			name: "Network",
			path: ".spec.networkPolicy.mode"
		},
		{
			name: "Isolation",
			path: ".spec.isolation"
		}
	],
	example: {
		name: "careful",
		spec: {
			filesystemPolicy: { mode: "workspace_write" },
			approvalPolicyByTool: {
				Bash: "ask",
				"*": "allow"
			},
			commandsDenied: ["git push"],
			networkPolicy: { mode: "none" }
		}
	}
});
// src/agents/kinds/config/agent-trigger-rule.ts
const glob = string().min(1).max(400);
const globs = (what) => array(glob).min(1).max(100).optional().describe(what);
const triggerMatch = strictObject({
	repositories: array(repositoryPattern).min(1).max(200).optional().describe("Repositories."),
	actions: globs("What happened, as the forge names it, such as opened or labeled."),
	branches: globs("Names of branches: the pushed one, or the target of a pull request; * stands for any part."),
	tags: globs("Names of tags; * stands for any part."),
	labels: globs("Labels, one of which is set or was set just now."),
	actors: globs("Logins of who did it."),
	paths: array(pathPattern).min(1).max(100).optional().describe("Paths, one of which has changed."),
	comment: strictObject({ command: string().max(100).regex(/^\/[a-z][a-z0-9-]*( [a-z][a-z0-9-]*)?$/, "must be / and a word or two, such as /identikit fix").describe("The first line of the comment, up to its arguments.") }).optional().describe("A command in a comment; an edited comment never counts."),
	workflows: globs("Names of workflows, for workflow_run."),
	conclusions: globs("What the workflow run came to, such as failure."),
	forks: _enum(["never", "untrusted"]).default("never").describe("Whether events of forks count; their runs are untrusted, and start after a person's approval."),
	drafts: boolean().default(false).describe("Whether draft pull requests count."),
	bots: boolean().default(false).describe("Whether events that bots caused count.")
});
const usualDedupeKey = [
	"rule",
	"repository",
	"number",
	"head"
];
const placeholderText = string().min(1).max(1e4).describe("Text; ${event.NAME} is replaced by a fact of the event.");
const agentTriggerRule = defineKind({
	kind: "AgentTriggerRule",
	plural: "agenttriggerrules",
	shortNames: ["rule", "rules"],
	storage: "config",
	summary: "Which events start which stack, for what task, how often, and what its runs may write back.",
	spec: strictObject({
		title: line.optional().describe("What people call it."),
		lifecycle: _enum([
			"Draft",
			"Active",
			"Paused",
			"Disabled",
			"Archived"
		]).default("Active").describe("Whether it is in force. Draft and Paused record what would have happened."),
		sources: array(eventSource).min(1).max(20).describe("The kinds of event."),
		schedule: string().max(100).regex(/^\S+( \S+){4}$/, "must be five fields as in cron, in UTC").optional().describe("For schedule: when, as five fields of cron, in UTC."),
		match: triggerMatch.optional().describe("What an event has to be; everything of these sources if left out."),
		agentStack: referenceTo("The stack that is dispatched"),
		taskKind: objectName.describe("The kind of task."),
		prompt: placeholderText.optional(),
		contextLabels: names("The context labels that its runs get"),
		dedupePolicy: strictObject({
			key: array(_enum([
				"rule",
				"repository",
				"ref",
				"head",
				"number",
				"action",
				"label",
				"actor",
				"workflow",
				"job",
				"check",
				"failure",
				"day"
			])).min(1).max(13).default([...usualDedupeKey]).describe("The facts that make two events one."),
			window: span.optional().describe("How long the key counts; as long as the run is not over if left out.")
		}).optional().describe("When an event joins a run that is there; by the usual key if left out."),
		concurrencyPolicy: strictObject({
			group: array(_enum([
				"rule",
				"repository",
				"ref",
				"number",
				"actor"
			])).max(5).default([
				"rule",
				"repository",
				"ref"
			]).describe("Runs that share these count together."),
			limit: int().min(1).max(1e3).default(1).describe("How many may be under way."),
			whenFull: _enum([
				"queue",
				"coalesce",
				"reject",
				"cancel_oldest"
			]).default("queue").describe("What becomes of one more.")
		}).optional().describe("How many runs at the same time; any number if left out."),
		approval: _enum(["none", "required"]).default("none").describe("Whether a person approves each dispatch; untrusted work always needs it."),
		workItem: strictObject({
			mode: _enum(["create", "update"]).describe("Whether a work item is made, or one that is there is linked."),
			state: string().min(1).max(100).optional().describe("The column of the board, which is a label of the forge.")
		}).optional().describe("The work item of its runs."),
		writeBack: writeBackPolicy.optional().describe("What its runs may write back, of what the stack allows; nothing if left out.")
	}),
	status: strictObject({
		phase: _enum([
			"Draft",
			"Active",
			"Paused",
			"Disabled",
			"Archived",
			"Invalid"
		]).optional().describe("Whether it is in force."),
		...statusFields,
		executions: strictObject({
			created: int().min(0).describe("Events that made a run."),
			coalesced: int().min(0).describe("Events that joined one."),
			rejected: int().min(0).describe("Events that were refused."),
			waiting: int().min(0).describe("Events that wait for a person.")
		}).optional().describe("What came of its events."),
		lastExecution: objectName.optional().describe("The newest execution."),
		lastExecutionTime: timestamp.optional().describe("When that was."),
		lastSchedule: timestamp.optional().describe("The last time of its schedule that was looked at.")
	}),
	phases: {
		Draft: "It is being written: events are recorded, nothing starts.",
		Active: "Its events start runs.",
		Paused: "A person has stopped it for a while: events are recorded, nothing starts.",
		Disabled: "Its events are ignored.",
		Archived: "It is kept for its history.",
		Invalid: "It names what does not exist."
	},
	conditions: {
		Resolved: "What it names exists.",
		Schedulable: "Its schedule can be read."
	},
	columns: [
		{
			name: "Status",
			path: ".status.phase"
		},
		{
			name: "Stack",
			path: ".spec.agentStack"
		},
		{
			name: "Sources",
			path: ".spec.sources"
		},
		{
			name: "Last",
			path: ".status.lastExecutionTime",
			type: "date"
		}
	],
	example: {
		name: "fix-on-label",
		spec: {
			sources: ["label"],
			match: {
				actions: ["labeled"],
				labels: ["agent:fix"]
			},
			agentStack: "fixer",
			taskKind: "fix",
			writeBack: [{ action: "pull_request" }]
		}
	}
});
// src/agents/kinds/config/agent-workspace-policy.ts
const agentWorkspacePolicy = defineKind({
	kind: "AgentWorkspacePolicy",
	plural: "agentworkspacepolicies",
	storage: "config",
	summary: "How workspaces are made, used again, rebased, kept and removed.",
	spec: strictObject({
		title: line.optional().describe("What people call it."),
		mode: _enum(["worktree", "clone"]).describe("A worktree of a store that is kept, or a clone of its own; untrusted work always gets a clone."),
		retentionPolicy: strictObject({
			idle: span.default("7d").describe("How long one is kept after its last use."),
			failed: span.default("14d").describe("The same, after a run that failed."),
			maxCount: int().min(1).max(1e4).optional().describe("How many of one repository are kept; the oldest idle ones go first.")
		}).describe("How long workspaces are kept. Pinned ones stay."),
		caches: array(strictObject({
			path: pathPattern.describe("A folder of the workspace."),
			refs: array(refPattern).min(1).max(50).describe("The refs that may fill and use it; for trusted work only.")
		})).max(50).optional().describe("Folders that are kept from run to run."),
		reuse: _enum(["never", "same_ref"]).default("never").describe("Whether a workspace of the same repository, ref and tier of trust is used again."),
		rebase: _enum(["never", "before_write_back"]).default("before_write_back").describe("Whether a patch is moved to the head of its target before it is written back."),
		submodules: boolean().default(false).describe("Whether submodules are checked out.")
	}),
	status: strictObject(statusFields),
	columns: [{
		name: "Mode",
		path: ".spec.mode"
	}, {
		name: "Reuse",
		path: ".spec.reuse"
	}],
	example: {
		name: "short-lived",
		spec: {
			mode: "worktree",
			retentionPolicy: {
				idle: "2d",
				failed: "7d"
			}
		}
	}
});
// src/agents/kinds/actor.ts
const actor = strictObject({
	kind: _enum([
		"User",
		"ServiceAccount",
		"System"
	]).describe("A person or bot, an account of ours, or Identikit itself."),
	name: string().min(1).max(253).describe("The login or the account's name."),
	groups: array(string().min(1).max(253)).max(500).optional().describe("Teams, and permissions on repositories, as the host said at the time.")
});
const hostFacts = strictObject({
	host: _enum([
		"github",
		"gitea",
		"local"
	]).describe("The kind of host."),
	serverUrl: string().max(2e3).optional().describe("Its address."),
	actor: login.describe("Who caused it."),
	permission: _enum([
		"none",
		"read",
		"triage",
		"write",
		"maintain",
		"admin"
	]).describe("Their permission on the repository."),
	teams: array(string().min(1).max(253)).max(500).optional().describe("Their teams, as ORGANISATION/TEAM."),
	isFork: boolean().describe("Whether the content comes from another repository."),
	isProtectedRef: boolean().describe("Whether the ref is protected on the host."),
	isBot: boolean().optional().describe("Whether a bot caused it.")
});
const decision = strictObject({
	verdict: _enum([
		"allowed",
		"requiresApproval",
		"denied"
	]).describe("The answer."),
	tier: trustTier.describe("The tier of trust of the work."),
	reasons: array(strictObject({
		code: string().min(1).max(100).describe("Stable, for programs."),
		effect: _enum([
			"allow",
			"approval",
			"deny",
			"warn"
		]).describe("What it makes of the answer."),
		message: string().min(1).max(4e3).describe("For a person."),
		remedy: string().max(4e3).optional().describe("What to do about it."),
		object: string().max(600).optional().describe("The object that it comes from, such as agentsecretgrants/x.")
	})).max(500).describe("Why, the weightiest first."),
	basis: array(strictObject({
		fact: string().min(1).max(600).describe("What it is: an object such as agentroles/x, or a fact such as host/permission."),
		digest: sha256.describe("The digest of what counted of it.")
	})).max(5e3).optional().describe("What the answer rests on, so that a launch can say what has changed since."),
	digest: sha256.describe("The digest of all that was looked at: the permission snapshot.")
});
// src/agents/kinds/record/agent-action.ts
const workspaceAction = _enum([
	"provision",
	"link",
	"pin",
	"unpin",
	"archive",
	"cleanup",
	"recover",
	"notes-save",
	"rebase-start",
	"rebase-auto-resolve",
	"rebase-open-in-editor",
	"rebase-mark-resolved",
	"rebase-abort"
]);
const platformAction = _enum([
	"dispatch",
	"cancel",
	"retry",
	"resume",
	"fork",
	"continue",
	"approve",
	"reject",
	"write-back",
	"replay",
	"dry-run",
	"pause",
	"unpause",
	"grant",
	"probe"
]);
const agentAction = defineKind({
	kind: "AgentAction",
	plural: "agentactions",
	storage: "record",
	summary: "One thing that somebody asked for: what, of whom, whether it was allowed and what came of it.",
	spec: strictObject({
		target: objectReference.describe("What it is done to."),
		action: _enum([...workspaceAction.options, ...platformAction.options]).describe("What is asked for."),
		actor: actor.describe("Who asked."),
		arguments: record(string(), json()).optional().describe("What else was said, such as a message."),
		via: _enum([
			"console",
			"command",
			"comment",
			"api",
			"controller"
		]).optional().describe("How."),
		time: timestamp.optional().describe("When.")
	}),
	status: strictObject({
		phase: _enum([
			"Admitted",
			"Denied",
			"Done",
			"Failed"
		]).optional().describe("What became of it."),
		...statusFields,
		admission: decision.optional().describe("What admission answered."),
		code: string().max(100).optional().describe("Why it was denied or failed, as a stable code."),
		message: string().max(4e3).optional().describe("The same for a person."),
		result: string().max(4e3).optional().describe("What came of it.")
	}),
	phases: {
		Admitted: "It is allowed, and is waiting to be done.",
		Denied: "It is not allowed.",
		Done: "It is done.",
		Failed: "It was allowed and could not be done."
	},
	columns: [
		{
			name: "Status",
			path: ".status.phase"
		},
		{
			name: "Action",
			path: ".spec.action"
		},
		{
			name: "Target",
			path: ".spec.target.name"
		},
		{
			name: "Actor",
			path: ".spec.actor.name"
		}
	],
	immutable: [".spec"],
	example: {
		name: "a-0f3a",
		spec: {
			target: {
				kind: "AgentWorkspace",
				name: "berths-12"
			},
			action: "pin",
			actor: {
				kind: "User",
				name: "mira"
			}
		}
	}
});
// src/agents/kinds/record/agent-approval.ts
const approvalAction = _enum([
	...writeBackAction.options,
	"dispatch",
	"grant",
	"tool",
	"shell",
	"network",
	"secret",
	"rebase",
	"release",
	"escalation",
	"cleanup"
]);
const agentApproval = defineKind({
	kind: "AgentApproval",
	plural: "agentapprovals",
	shortNames: ["approval", "approvals"],
	storage: "record",
	summary: "A decision that a person has to make. It holds for one artifact and one state of its target, and for nothing else.",
	spec: strictObject({
		run: referenceTo("The run"),
		action: approvalAction.describe("What is to be done."),
		requestedBy: actor.describe("Who asked for it."),
		artifactDigest: sha256.describe("What it is about: the artifact, or the request itself."),
		artifact: referenceTo("The artifact").optional(),
		target: forgeTarget.optional().describe("What is changed."),
		targetHead: commitId.optional().describe("The state of the target that it holds for."),
		title: string().max(300).optional().describe("What it is about, in a line."),
		preview: string().max(6e4).optional().describe("Exactly what would be done."),
		risk: _enum([
			"low",
			"medium",
			"high"
		]).optional().describe("How much can go wrong."),
		reasons: array(string().max(1e3)).max(100).optional().describe("Why a person is asked, and which policy says so."),
		rule: string().max(300).optional().describe("The policy that asks."),
		approvers: array(string().min(1).max(253)).max(200).optional().describe("Who may decide, where not everybody may who has the right."),
		needed: int().min(1).max(10).default(1).describe("How many people have to approve."),
		expires: timestamp.optional().describe("When it is too late.")
	}),
	status: strictObject({
		phase: _enum([
			"Pending",
			"Approved",
			"Rejected",
			"Expired",
			"Superseded",
			"Applied",
			"ApplyFailed"
		]).optional().describe("What was decided."),
		...statusFields,
		decisions: array(strictObject({
			by: actor.describe("Who decided."),
			verdict: _enum(["approve", "reject"]).describe("What."),
			comment: string().max(1e4).optional().describe("Why."),
			via: _enum([
				"console",
				"command",
				"comment"
			]).describe("How."),
			time: timestamp.describe("When.")
		})).max(100).optional().describe("What people said, oldest first."),
		intentAt: timestamp.optional().describe("When the write was begun."),
		idempotencyKey: string().max(1e3).optional().describe("What is looked for before anything is sent again."),
		result: string().max(4e3).optional().describe("What came of it, such as a URL.")
	}),
	phases: {
		Pending: "Nobody has decided yet.",
		Approved: "It may be done.",
		Rejected: "It is not done.",
		Expired: "Nobody decided in time.",
		Superseded: "The artifact or its target has changed since; it has to be asked again.",
		Applied: "It was done.",
		ApplyFailed: "It may be done and was not; the result says why."
	},
	columns: [
		{
			name: "Status",
			path: ".status.phase"
		},
		{
			name: "Run",
			path: ".spec.run"
		},
		{
			name: "Action",
			path: ".spec.action"
		}
	],
	immutable: [".spec"],
	example: {
		name: "run-0f3a-pull-request",
		spec: {
			run: "run-0f3a",
			action: "pull_request",
			requestedBy: {
				kind: "ServiceAccount",
				name: "fixer"
			},
			artifactDigest: `sha256:${"0".repeat(64)}`
		}
	}
});
// src/agents/kinds/record/agent-artifact.ts
const agentArtifact = defineKind({
	kind: "AgentArtifact",
	plural: "agentartifacts",
	shortNames: ["artifact", "artifacts"],
	storage: "record",
	summary: "Something that a run made, such as a patch, by its digest.",
	spec: strictObject({
		run: referenceTo("The run"),
		attempt: referenceTo("The attempt").optional(),
		kind: _enum([
			"patch",
			"file",
			"log",
			"transcript",
			"report",
			"outbox",
			"session",
			"memory_patch"
		]).describe("What it is."),
		digest: sha256.describe("The digest of its content."),
		title: string().max(300).optional().describe("What it is called."),
		bytes: int().min(0).optional().describe("Its length."),
		mediaType: string().max(200).optional().describe("Its type, as MIME has them."),
		base: commitId.optional().describe("For a patch: the commit that it changes."),
		files: int().min(0).optional().describe("For a patch: how many files it changes."),
		paths: array(string().max(1e3)).max(1e4).optional().describe("For a patch: which."),
		workspaceRef: referenceTo("The workspace that it was made in").optional(),
		suspectedSecrets: int().min(0).optional().describe("Places that look like credentials; such an artifact is not written back."),
		location: string().max(2e3).optional().describe("Where its content is.")
	}),
	status: strictObject({
		phase: _enum([
			"Pending",
			"Ready",
			"Approved",
			"Applied"
		]).optional().describe("How far it is."),
		...statusFields
	}),
	phases: {
		Pending: "Its content is not here yet.",
		Ready: "Its content is here, and its digest is right.",
		Approved: "A person has approved that it is written back.",
		Applied: "It was written back."
	},
	conditions: { Clean: "Nothing in it looks like a credential." },
	columns: [
		{
			name: "Status",
			path: ".status.phase"
		},
		{
			name: "Run",
			path: ".spec.run"
		},
		{
			name: "Kind",
			path: ".spec.kind"
		}
	],
	immutable: [".spec"],
	example: {
		name: "run-0f3a-patch",
		spec: {
			run: "run-0f3a",
			kind: "patch",
			digest: `sha256:${"0".repeat(64)}`
		}
	}
});
// src/agents/kinds/record/agent-capability-requirement.ts
const agentCapabilityRequirement = defineKind({
	kind: "AgentCapabilityRequirement",
	plural: "agentcapabilityrequirements",
	storage: "record",
	summary: "One thing that a stack needs because of its client, tools, servers, skills or model, and whether it is given.",
	spec: strictObject({
		stack: referenceTo("The stack"),
		requiredBy: objectReference.describe("What needs it."),
		subagent: referenceTo("The subagent for which it is needed; the stack itself if left out").optional(),
		need: _enum([
			"secret",
			"config",
			"capability",
			"role"
		]).describe("What kind of thing it is."),
		name: string().min(1).max(253).describe("Which."),
		purpose: string().max(100).optional().describe("What for.")
	}),
	status: strictObject({
		phase: _enum([
			"Met",
			"Missing",
			"Denied",
			"Expired"
		]).optional().describe("Whether it is given."),
		...statusFields,
		grant: string().max(253).optional().describe("The grant that gives or refuses it."),
		remedy: string().max(4e3).optional().describe("What to do about it.")
	}),
	phases: {
		Met: "It is given.",
		Missing: "Nothing gives it.",
		Denied: "A grant refuses it.",
		Expired: "The grant that gave it has ended."
	},
	columns: [
		{
			name: "Status",
			path: ".status.phase"
		},
		{
			name: "Stack",
			path: ".spec.stack"
		},
		{
			name: "Need",
			path: ".spec.name"
		}
	],
	immutable: [".spec"],
	example: {
		name: "fixer-forge-token",
		spec: {
			stack: "fixer",
			requiredBy: {
				kind: "AgentMcpServer",
				name: "forge"
			},
			need: "secret",
			name: "FORGE_TOKEN"
		}
	}
});
// src/agents/kinds/record/agent-context-bundle.ts
const source = strictObject({
	kind: _enum([
		"label",
		"event",
		"comment",
		"issue",
		"pull_request",
		"diff",
		"file",
		"log",
		"artifact",
		"memory",
		"message"
	]).describe("What it is."),
	name: string().min(1).max(1e3).describe("Which one."),
	url: string().max(2e3).optional().describe("Where a person sees it."),
	author: string().max(253).optional().describe("Who wrote it."),
	trust: _enum([
		"instruction",
		"data",
		"stranger"
	]).describe("What it counts as: reviewed words, data of the team, or text of strangers."),
	digest: sha256.describe("The digest of its text before redaction."),
	generation: int().min(1).optional().describe("For a label: its generation."),
	bytes: int().min(0).describe("Its length."),
	redactions: int().min(0).describe("How many credentials were taken out."),
	truncated: boolean().describe("Whether its end was cut off."),
	hidden: int().min(0).optional().describe("Pieces of hidden markup and invisible characters that were made visible.")
});
const layer = strictObject({
	name: string().min(1).max(200).describe("Which layer: the stack's prompt, the role, a label, the task, the quoted data."),
	digest: sha256.describe("The digest of its text."),
	bytes: int().min(0).describe("Its length.")
});
const agentContextBundle = defineKind({
	kind: "AgentContextBundle",
	plural: "agentcontextbundles",
	storage: "record",
	summary: "All that a run is told: each source with its trust and digest, each layer of the prompt with its digest. It never changes.",
	spec: strictObject({
		run: referenceTo("The run"),
		digest: sha256.describe("The digest of all of it."),
		sources: array(source).max(1e3).describe("Where it comes from."),
		layers: array(layer).max(200).optional().describe("The layers of the prompt, in order."),
		text: string().max(2e6).optional().describe("The whole prompt, with credentials taken out."),
		memory: strictObject({
			repository: objectName.describe("The memory repository."),
			asked: string().max(200).describe("The state that was asked for, such as two days ago."),
			at: timestamp.optional().describe("The moment that this means."),
			commit: commitId.describe("The commit that this is."),
			query: array(string().max(1e3)).max(100).optional().describe("What was looked up."),
			records: array(string().max(1e3)).max(1e3).optional().describe("The records that were found."),
			stale: array(string().max(1e3)).max(1e3).optional().describe("Those of them that are stale.")
		}).optional().describe("What was looked up in the organisation's memory."),
		createdAt: timestamp.optional().describe("When it was put together.")
	}),
	status: strictObject(statusFields),
	columns: [{
		name: "Run",
		path: ".spec.run"
	}, {
		name: "Digest",
		path: ".spec.digest"
	}],
	immutable: [".spec"],
	example: {
		name: "run-0f3a",
		spec: {
			run: "run-0f3a",
			digest: `sha256:${"0".repeat(64)}`,
			sources: []
		}
	}
});
// src/agents/kinds/git-state.ts
const sourceRefs = strictObject({
	ref: string().max(400).regex(/^refs\/\S+$/, "must be a full ref").optional().describe("The ref that the run works on."),
	base: commitId.optional().describe("The commit that the work starts from."),
	head: commitId.optional().describe("The commit that the event is about."),
	defaultBranch: string().min(1).max(300).optional().describe("The branch that the repository starts with."),
	headRepository: string().max(200).optional().describe("For a fork: where the head is."),
	pullRequest: int().min(1).optional().describe("The number of the pull request."),
	issue: int().min(1).optional().describe("The number of the issue."),
	path: string().max(1e3).optional().describe("The path that the work is about."),
	workflowRun: string().max(100).optional().describe("The CI run."),
	job: string().max(300).optional().describe("The job of it.")
});
const gitState = strictObject({
	branch: string().max(400).optional().describe("Its branch; left out where the head is detached."),
	head: commitId.optional().describe("Its commit."),
	upstream: string().max(400).optional().describe("The branch that it follows."),
	ahead: int().min(0).optional().describe("Commits that the upstream does not have."),
	behind: int().min(0).optional().describe("Commits of the upstream that it does not have."),
	dirty: boolean().optional().describe("Whether files differ from the commit."),
	uncommitted: int().min(0).optional().describe("How many files differ."),
	conflicts: array(string().max(1e3)).max(1e3).optional().describe("Files with conflicts."),
	rebase: _enum([
		"none",
		"needed",
		"running",
		"conflicts",
		"aborted",
		"done"
	]).optional().describe("Where a rebase stands."),
	lastActivity: timestamp.optional().describe("When a file changed last."),
	missing: boolean().optional().describe("Whether its path is gone."),
	editorLink: string().max(2e3).optional().describe("Opens it in an editor, where it is on the viewer's machine.")
});
// src/agents/kinds/record/agent-dispatch-run.ts
const runPhase = _enum([
	"Queued",
	"Running",
	"Waiting",
	"Succeeded",
	"Failed",
	"Cancelled"
]);
const runPhases = {
	Queued: "It waits for a runner, or for room in its group.",
	Running: "An agent is at work.",
	Waiting: "A person has to decide something.",
	Succeeded: "It is done.",
	Failed: "It ended without a result; the reason says why.",
	Cancelled: "A person, a pause or a newer run ended it."
};
const agentDispatchRun = defineKind({
	kind: "AgentDispatchRun",
	plural: "agentdispatchruns",
	shortNames: ["run", "runs"],
	storage: "record",
	summary: "A piece of work that an agent was given, from whom, on what, and what has come of it.",
	spec: strictObject({
		title: string().max(300).optional().describe("What it is about, in a line."),
		repository: repositoryName.describe("The repository that it works on."),
		sourceRefs: sourceRefs.describe("The commits and objects that it works on."),
		agentStack: referenceTo("The stack"),
		taskKind: objectName.describe("The kind of task."),
		source: eventSource.default("manual").describe("The kind of event that started it."),
		target: forgeTarget.optional().describe("The object of the forge that it came from."),
		prompt: longText.optional().describe("The task, in words."),
		contextLabels: names("The context labels"),
		memoryRef: string().max(200).optional().describe("The state of the memory, as it was asked for; the context has the commit."),
		attachments: array(string().min(1).max(1e3)).max(100).optional().describe("Files, logs or artifacts that the context gets, by path or name."),
		triggerRule: referenceTo("The rule that made it").optional(),
		delivery: referenceTo("The delivery that made it").optional(),
		parentRun: referenceTo("The run whose write-back led to it").optional(),
		chainDepth: int().min(0).max(100).default(0).describe("How many runs led to it, one by its write-back to the next."),
		requestedBy: actor.optional().describe("Who asked for it; set by the server."),
		host: hostFacts.optional().describe("What the host says of them and of the event; set by the server."),
		budget: runBudget.optional().describe("What it may use, where that is less than the stack's."),
		workspaceRef: referenceTo("The workspace that it uses").optional(),
		workItem: referenceTo("Its work item").optional(),
		cancelled: boolean().default(false).describe("Whether somebody wants it to end.")
	}),
	status: strictObject({
		phase: runPhase.optional().describe("How far it is."),
		...statusFields,
		reason: string().max(100).optional().describe("Why it is in this phase, as a stable code."),
		message: string().max(4e3).optional().describe("The same for a person."),
		admission: decision.optional().describe("What admission answered when it was dispatched."),
		attempts: int().min(0).optional().describe("How many attempts it has had."),
		currentAttempt: objectName.optional().describe("The attempt that counts."),
		contextBundle: objectName.optional().describe("Its context."),
		contextDigest: sha256.optional().describe("The digest of it."),
		session: objectName.optional().describe("Its conversation."),
		workspace: objectName.optional().describe("Its workspace."),
		trustTier: _enum([
			"trusted",
			"restricted",
			"untrusted"
		]).optional().describe("The tier of trust of its work."),
		serviceAccount: objectName.optional().describe("What the agent runs as."),
		runnerPool: objectName.optional().describe("Where it runs."),
		runner: string().max(300).optional().describe("The machine."),
		ciRun: string().max(2e3).optional().describe("The CI run, as a URL."),
		queuedAt: timestamp.optional().describe("When it was queued."),
		startedAt: timestamp.optional().describe("When an agent started first."),
		finishedAt: timestamp.optional().describe("When it ended."),
		cost: money.optional().describe("US dollars, of all attempts."),
		tokens: int().min(0).optional().describe("Tokens, of all attempts."),
		turns: int().min(0).optional().describe("Turns, of all attempts."),
		coalesced: int().min(0).optional().describe("Further events that joined it."),
		concurrencyKey: string().max(1e3).optional().describe("The group in which it counts."),
		dedupeKey: string().max(1e3).optional().describe("The key that events share which join it.")
	}),
	phases: runPhases,
	conditions: {
		Admitted: "Admission allows it, or has been answered by a person.",
		SessionBound: "The client has given its session a name.",
		ApprovalBlocked: "A person has to decide before it goes on.",
		ContextCurrent: "No context label has changed since it was dispatched.",
		WriteBackBlocked: "Something keeps its results from being written back."
	},
	columns: [
		{
			name: "Status",
			path: ".status.phase"
		},
		{
			name: "Repository",
			path: ".spec.repository"
		},
		{
			name: "Stack",
			path: ".spec.agentStack"
		},
		{
			name: "Task",
			path: ".spec.taskKind"
		},
		{
			name: "Source",
			path: ".spec.source"
		}
	],
	immutable: [
		".spec.repository",
		".spec.sourceRefs",
		".spec.agentStack",
		".spec.taskKind",
		".spec.source",
		".spec.requestedBy",
		".spec.host",
		".spec.parentRun",
		".spec.chainDepth",
		".spec.prompt"
	],
	example: {
		name: "run-0f3a",
		spec: {
			repository: "tidewater/berths",
			sourceRefs: { issue: 12 },
			agentStack: "fixer",
			taskKind: "fix"
		}
	}
});
// src/agents/kinds/record/agent-dispatch-attempt.ts
const agentDispatchAttempt = defineKind({
	kind: "AgentDispatchAttempt",
	plural: "agentdispatchattempts",
	shortNames: ["attempt", "attempts"],
	storage: "record",
	summary: "One go at a run. What it runs as and with is fixed when it is launched.",
	spec: strictObject({
		run: referenceTo("The run"),
		reason: _enum([
			"initial",
			"retry",
			"resume",
			"fork",
			"continue"
		]).describe("Why there is another one."),
		number: int().min(1).default(1).describe("Counts from 1."),
		previous: referenceTo("The attempt that it follows").optional(),
		message: string().max(1e5).optional().describe("For continue: what the agent is told."),
		stackSnapshot: strictObject({
			digest: sha256.describe("Its digest."),
			generation: int().min(1).describe("The generation of the stack."),
			profile: record(string(), json()).describe("The effective launch profile, with all references resolved.")
		}).describe("The stack as it was at launch."),
		permissionSnapshot: sha256.optional().describe("The digest of what admission looked at."),
		contextBundle: referenceTo("Its context").optional(),
		serviceAccount: referenceTo("What the agent runs as").optional(),
		runnerServiceAccount: referenceTo("What the runner runs as").optional(),
		runnerPool: referenceTo("Where it runs").optional(),
		secrets: array(string().min(1).max(128)).max(500).optional().describe("The secrets that it was given, by name."),
		ticket: strictObject({
			id: uuid().describe("Its number, by which it counts once."),
			issuedAt: timestamp.describe("When it was made."),
			expires: timestamp.describe("When it is too late to begin.")
		}).optional().describe("What tells its ticket from others: who asks for it again gets the same one."),
		ticketDigest: sha256.optional().describe("The digest of its ticket, without the sealed values.")
	}),
	status: strictObject({
		phase: runPhase.optional().describe("How far it is."),
		...statusFields,
		reason: string().max(100).optional().describe("Why, as a stable code."),
		message: string().max(4e3).optional().describe("The same for a person."),
		session: objectName.optional().describe("Its conversation."),
		clientSessionId: string().max(200).optional().describe("The client's own name for it."),
		runner: string().max(300).optional().describe("The machine."),
		ciRun: string().max(2e3).optional().describe("The CI run, as a URL."),
		startedAt: timestamp.optional().describe("When the agent started."),
		finishedAt: timestamp.optional().describe("When it ended."),
		lastEvent: int().min(0).optional().describe("The number of its newest event."),
		heartbeat: timestamp.optional().describe("When its runner reported last."),
		exitCode: int().optional().describe("The client's exit code."),
		cost: money.optional().describe("US dollars."),
		tokens: int().min(0).optional().describe("Tokens."),
		turns: int().min(0).optional().describe("Turns."),
		bundleDigest: sha256.optional().describe("The digest of its run bundle."),
		revoked: boolean().optional().describe("Whether its ticket and tokens count no more.")
	}),
	phases: runPhases,
	conditions: {
		SessionBound: "The client has given its session a name.",
		IdentityUnchanged: "The agent left its own env directory as it was.",
		StoreIntact: "The git store of its workspace was not touched."
	},
	columns: [
		{
			name: "Status",
			path: ".status.phase"
		},
		{
			name: "Run",
			path: ".spec.run"
		},
		{
			name: "Reason",
			path: ".spec.reason"
		}
	],
	immutable: [".spec"],
	example: {
		name: "run-0f3a-1",
		spec: {
			run: "run-0f3a",
			reason: "initial",
			stackSnapshot: {
				digest: `sha256:${"0".repeat(64)}`,
				generation: 1,
				profile: {}
			}
		}
	}
});
// src/agents/kinds/record/agent-memory.ts
const agentMemorySnapshot = defineKind({
	kind: "AgentMemorySnapshot",
	plural: "agentmemorysnapshots",
	storage: "record",
	summary: "The state of the organisation's memory that a run was given: a time in words, and the commit that it means.",
	spec: strictObject({
		run: referenceTo("The run").optional(),
		repository: referenceTo("The memory repository"),
		asked: string().min(1).max(200).describe("What was asked for, such as two days ago."),
		at: timestamp.optional().describe("The moment that this means."),
		commit: commitId.describe("The commit that this is.")
	}),
	status: strictObject(statusFields),
	columns: [{
		name: "Run",
		path: ".spec.run"
	}, {
		name: "Commit",
		path: ".spec.commit"
	}],
	immutable: [".spec"],
	example: {
		name: "run-0f3a",
		spec: {
			repository: "brain",
			asked: "two days ago",
			commit: "0".repeat(40)
		}
	}
});
const agentMemoryQuery = defineKind({
	kind: "AgentMemoryQuery",
	plural: "agentmemoryqueries",
	storage: "record",
	summary: "Something that a run or a person looked up in the memory, what was found, and what they may not see.",
	spec: strictObject({
		run: referenceTo("The run").optional(),
		snapshot: referenceTo("The state that was searched").optional(),
		by: actor.describe("Who asked."),
		text: string().max(1e3).optional().describe("The text that was looked for."),
		paths: array(string().max(400)).max(100).optional().describe("Where."),
		kinds: array(string().max(100)).max(100).optional().describe("Which kinds of record.")
	}),
	status: strictObject({
		phase: _enum(["Answered", "Denied"]).optional().describe("What became of it."),
		...statusFields,
		records: array(string().max(1e3)).max(1e3).optional().describe("What was found."),
		withheld: int().min(0).optional().describe("How many records they may not see.")
	}),
	phases: {
		Answered: "It was answered.",
		Denied: "They may not search there."
	},
	columns: [
		{
			name: "Status",
			path: ".status.phase"
		},
		{
			name: "By",
			path: ".spec.by.name"
		},
		{
			name: "Text",
			path: ".spec.text"
		}
	],
	immutable: [".spec"],
	example: {
		name: "q-0f3a",
		spec: {
			by: {
				kind: "User",
				name: "mira"
			},
			text: "berth allocation"
		}
	}
});
const agentMemoryUpdate = defineKind({
	kind: "AgentMemoryUpdate",
	plural: "agentmemoryupdates",
	storage: "record",
	summary: "A change of the memory that a run proposes, with what is wrong with it, its reviewers and its pull request.",
	spec: strictObject({
		run: referenceTo("The run").optional(),
		repository: referenceTo("The memory repository"),
		base: commitId.describe("The commit that it changes."),
		artifactDigest: sha256.describe("The digest of the patch."),
		title: string().max(300).optional().describe("What it is about."),
		paths: array(string().max(1e3)).max(1e3).optional().describe("The files that it changes."),
		reviewers: array(string().max(253)).max(50).optional().describe("Who should look at it.")
	}),
	status: strictObject({
		phase: _enum([
			"Proposed",
			"Approved",
			"Merged",
			"Rejected"
		]).optional().describe("What became of it."),
		...statusFields,
		validation: array(string().max(1e3)).max(1e3).optional().describe("What is wrong with it; empty where nothing is."),
		pullRequest: string().max(2e3).optional().describe("Its pull request, as a URL."),
		mergedAt: timestamp.optional().describe("When it was merged.")
	}),
	phases: {
		Proposed: "Nobody has decided yet.",
		Approved: "A pull request is made of it.",
		Merged: "It is part of the memory.",
		Rejected: "Somebody said no."
	},
	conditions: { Valid: "Its records are well formed, and their links lead somewhere." },
	columns: [
		{
			name: "Status",
			path: ".status.phase"
		},
		{
			name: "Repository",
			path: ".spec.repository"
		},
		{
			name: "Title",
			path: ".spec.title"
		}
	],
	immutable: [".spec"],
	example: {
		name: "run-0f3a-memory",
		spec: {
			repository: "brain",
			base: "0".repeat(40),
			artifactDigest: `sha256:${"0".repeat(64)}`
		}
	}
});
// src/agents/kinds/record/agent-pause.ts
const agentPause = defineKind({
	kind: "AgentPause",
	plural: "agentpauses",
	shortNames: ["pause", "pauses"],
	storage: "record",
	summary: "Stops an organisation, a repository, a rule or a stack at once: nothing is dispatched, and open tickets and tokens count no more.",
	spec: strictObject({
		target: strictObject({
			kind: _enum([
				"Organization",
				"Repository",
				"AgentTriggerRule",
				"AgentStack"
			]).describe("What is stopped."),
			name: string().min(1).max(253).describe("Its name; OWNER/REPO for a repository.")
		}).describe("What is stopped."),
		reason: string().min(1).max(1e3).describe("Why, as everybody reads it who is refused."),
		by: actor.optional().describe("Who stopped it; set by the server."),
		until: timestamp.optional().describe("When it ends by itself; when it is deleted if left out."),
		since: timestamp.optional().describe("When it began.")
	}),
	status: strictObject({
		phase: _enum(["Active", "Ended"]).optional().describe("Whether it holds."),
		...statusFields,
		revoked: int().min(0).optional().describe("How many tickets and tokens it took back.")
	}),
	phases: {
		Active: "Nothing starts.",
		Ended: "Its time is over."
	},
	columns: [
		{
			name: "Status",
			path: ".status.phase"
		},
		{
			name: "Target",
			path: ".spec.target.name"
		},
		{
			name: "Reason",
			path: ".spec.reason"
		}
	],
	example: {
		name: "berths",
		spec: {
			target: {
				kind: "Repository",
				name: "tidewater/berths"
			},
			reason: "A token leaked."
		}
	}
});
// src/agents/kinds/record/agent-review-artifact.ts
const finding = strictObject({
	path: string().min(1).max(1e3).describe("The file."),
	line: int().min(1).optional().describe("The line."),
	endLine: int().min(1).optional().describe("The last line."),
	side: _enum(["old", "new"]).default("new").describe("Which side of the diff."),
	severity: _enum([
		"error",
		"warning",
		"note"
	]).describe("How bad it is."),
	message: string().min(1).max(1e4).describe("What was found."),
	suggestion: string().max(2e4).optional().describe("What should stand there.")
});
const agentReviewArtifact = defineKind({
	kind: "AgentReviewArtifact",
	plural: "agentreviewartifacts",
	shortNames: ["review", "reviews"],
	storage: "record",
	summary: "A review that an agent wrote, and what people made of it.",
	spec: strictObject({
		run: referenceTo("The run"),
		targetRef: forgeTarget.describe("What was reviewed."),
		head: string().max(64).optional().describe("The commit that was reviewed."),
		decision: _enum([
			"approve",
			"comment",
			"request_changes"
		]).describe("What the agent came to."),
		summary: string().max(6e4).optional().describe("In words."),
		findings: array(finding).max(1e3).optional().describe("What it found, by file and line."),
		digest: sha256.optional().describe("The digest of all of it.")
	}),
	status: strictObject({
		phase: _enum([
			"Open",
			"ChangesRequested",
			"Resolved"
		]).optional().describe("What people made of it."),
		...statusFields,
		decidedBy: actor.optional().describe("Who decided."),
		comment: string().max(1e4).optional().describe("What they said.")
	}),
	phases: {
		Open: "Nobody has decided yet.",
		ChangesRequested: "Somebody wants changes; it is not written back before that is done.",
		Resolved: "It can be written back."
	},
	columns: [
		{
			name: "Status",
			path: ".status.phase"
		},
		{
			name: "Run",
			path: ".spec.run"
		},
		{
			name: "Decision",
			path: ".spec.decision"
		}
	],
	immutable: [".spec"],
	example: {
		name: "run-0f3a-review",
		spec: {
			run: "run-0f3a",
			targetRef: {
				kind: "pull_request",
				id: "12"
			},
			decision: "comment"
		}
	}
});
// src/agents/kinds/record/agent-session.ts
const agentSession = defineKind({
	kind: "AgentSession",
	plural: "agentsessions",
	storage: "record",
	summary: "The conversation of a run, which attempts resume, continue or fork.",
	spec: strictObject({
		run: referenceTo("The run"),
		attempt: referenceTo("The attempt that began it").optional(),
		forkedFrom: referenceTo("The session that it was forked from").optional()
	}),
	status: strictObject({
		phase: _enum([
			"Pending",
			"Live",
			"Stale",
			"Ended"
		]).optional().describe("How it is."),
		...statusFields,
		clientSessionId: string().max(200).optional().describe("The client's own name for it."),
		adapter: string().max(100).optional().describe("The adapter that runs it."),
		workspaceRef: objectName.optional().describe("The workspace that it is attached to."),
		resumable: boolean().optional().describe("Whether the client can go on with it."),
		lastEventAt: timestamp.optional().describe("When something was said last."),
		messages: int().min(0).optional().describe("How many messages it has.")
	}),
	phases: {
		Pending: "The client has not given it a name yet.",
		Live: "An agent is at work in it.",
		Stale: "Nothing has been heard of it for a while.",
		Ended: "It is over; it can be resumed where the client can do that."
	},
	conditions: { Bound: "The client has given it a name." },
	columns: [{
		name: "Status",
		path: ".status.phase"
	}, {
		name: "Run",
		path: ".spec.run"
	}],
	immutable: [".spec"],
	example: {
		name: "run-0f3a",
		spec: { run: "run-0f3a" }
	}
});
// src/agents/kinds/event-type.ts
const toolEventType = _enum([
	"message",
	"tool",
	"subagent",
	"file",
	"approval",
	"cost",
	"heartbeat",
	"status"
]);
// src/agents/kinds/record/agent-tool-event.ts
const agentToolEvent = defineKind({
	kind: "AgentToolEvent",
	plural: "agenttoolevents",
	storage: "record",
	summary: "One thing that happened in an attempt, numbered, with credentials taken out. Events are appended and never change.",
	spec: strictObject({
		run: referenceTo("The run"),
		attempt: referenceTo("The attempt").optional(),
		seq: int().min(1).describe("Its number in the attempt."),
		type: toolEventType.describe("What it is."),
		time: timestamp.optional().describe("When it happened, by the runner's clock."),
		lane: string().max(200).optional().describe("The subagent that it belongs to; the agent itself if left out."),
		tool: string().max(256).optional().describe("The tool."),
		status: _enum([
			"started",
			"completed",
			"failed",
			"denied"
		]).optional().describe("How far it is."),
		text: string().max(1e5).optional().describe("What was said or done."),
		truncated: boolean().optional().describe("Whether its end was cut off."),
		data: record(string(), json()).optional().describe("Further facts, such as tokens or a path.")
	}),
	status: strictObject(statusFields),
	columns: [
		{
			name: "Run",
			path: ".spec.run"
		},
		{
			name: "Seq",
			path: ".spec.seq",
			type: "integer"
		},
		{
			name: "Type",
			path: ".spec.type"
		}
	],
	immutable: [".spec"],
	example: {
		name: "run-0f3a-1-1",
		spec: {
			run: "run-0f3a",
			attempt: "run-0f3a-1",
			seq: 1,
			type: "message"
		}
	}
});
// src/agents/kinds/record/agent-trigger-execution.ts
const outcome = _enum([
	"Created",
	"Coalesced",
	"Rejected",
	"WaitingForApproval"
]);
const agentTriggerExecution = defineKind({
	kind: "AgentTriggerExecution",
	plural: "agenttriggerexecutions",
	storage: "record",
	summary: "What came of one event for one rule that matched it, and why.",
	spec: strictObject({
		triggerRule: objectName.describe("The rule."),
		delivery: objectName.describe("The delivery."),
		decision: outcome.describe("What came of it at first."),
		dedupeKey: string().min(1).max(1e3).optional().describe("The key that made it one with others, or would have."),
		concurrencyKey: string().min(1).max(1e3).optional().describe("The group in which runs are counted."),
		run: objectName.optional().describe("The run that it made or joined."),
		reason: string().max(4e3).optional().describe("Why it was coalesced, rejected or has to wait."),
		code: string().max(100).optional().describe("The reason as a stable code."),
		admission: decision.optional().describe("What admission answered."),
		actor: string().max(253).optional().describe("Who caused the event."),
		ruleGeneration: int().min(1).optional().describe("The generation of the rule."),
		time: timestamp.describe("When it was decided.")
	}),
	status: strictObject({
		phase: outcome.optional().describe("What has come of it since."),
		...statusFields
	}),
	phases: {
		Created: "It made a run.",
		Coalesced: "It joined a run that was there.",
		Rejected: "It was refused.",
		WaitingForApproval: "A person has to approve it first."
	},
	columns: [
		{
			name: "Decision",
			path: ".status.phase"
		},
		{
			name: "Rule",
			path: ".spec.triggerRule"
		},
		{
			name: "Run",
			path: ".spec.run"
		}
	],
	immutable: [".spec"],
	example: {
		name: "x-0f3a",
		spec: {
			triggerRule: "fix-on-label",
			delivery: "d-0f3a",
			decision: "Created",
			time: "2026-01-02T03:04:05Z"
		}
	}
});
// src/agents/kinds/record/agent-workspace.ts
const runtimeSurface = strictObject({
	kind: _enum([
		"preview",
		"dev_server",
		"terminal",
		"logs",
		"health",
		"port",
		"mcp"
	]).describe("What it is."),
	name: string().min(1).max(200).describe("What it is called."),
	url: string().max(2e3).optional().describe("Where it is, without credentials and query."),
	health: _enum([
		"ready",
		"unavailable",
		"unknown"
	]).describe("Whether it answers."),
	command: string().max(1e3).optional().describe("For a terminal: the command."),
	exitCode: int().optional().describe("For a terminal: how it ended."),
	seenAt: timestamp.optional().describe("When it was seen last.")
});
const agentWorkspace = defineKind({
	kind: "AgentWorkspace",
	plural: "agentworkspaces",
	shortNames: ["workspace", "workspaces"],
	storage: "record",
	summary: "A place where an agent works on a repository. It is repository, commit, ref and patch, so it can be made again anywhere.",
	spec: strictObject({
		repository: repositoryName.describe("The repository."),
		workspacePath: string().min(1).max(4e3).optional().describe("Its folder on the host that holds it."),
		externalId: string().min(1).max(400).optional().describe("Its ID somewhere else, in place of a path."),
		host: string().max(253).optional().describe("The machine that holds it."),
		refs: sourceRefs.optional().describe("The commits that it was made from."),
		patchDigest: sha256.optional().describe("The patch on top of them."),
		ownership: _enum([
			"host",
			"issue",
			"pull_request",
			"ci_failure",
			"manual",
			"project"
		]).describe("What it was made for."),
		ownerRef: forgeTarget.optional().describe("The object that owns it."),
		owner: actor.optional().describe("Who made it."),
		trustTier: trustTier.describe("The tier of the work in it; other work never gets it."),
		serviceAccount: referenceTo("What runs in it").optional(),
		runnerPool: referenceTo("Where it is").optional(),
		policy: referenceTo("The policy that it is kept by").optional(),
		pinned: boolean().default(false).describe("Whether it is kept whatever the policy says."),
		notes: string().max(2e4).optional().describe("What people wrote about it.")
	}).refine(({ workspacePath, externalId }) => workspacePath === void 0 !== (externalId === void 0), "needs workspacePath or externalId, and not both"),
	status: strictObject({
		phase: _enum([
			"Provisioning",
			"Active",
			"Idle",
			"Archived",
			"Missing"
		]).optional().describe("How it is."),
		...statusFields,
		git: gitState.optional().describe("Its git state."),
		runtime: array(runtimeSurface).max(100).optional().describe("What runs in it."),
		runs: array(objectName).max(1e3).optional().describe("The runs that are under way in it."),
		lastRun: objectName.optional().describe("The run that came to its end in it last."),
		sessions: array(objectName).max(1e3).optional().describe("The sessions that are attached to it."),
		harvested: sha256.optional().describe("The digest of what was harvested last; changes beyond it keep it from being removed."),
		lastUsedAt: timestamp.optional().describe("When it was used last."),
		cleanupAfter: timestamp.optional().describe("When it may be removed.")
	}),
	phases: {
		Provisioning: "It is being made.",
		Active: "A run is under way in it.",
		Idle: "Nothing is under way in it.",
		Archived: "Its files are gone on purpose; it can be made again.",
		Missing: "Its path is gone; it can be recovered, archived or cleaned up."
	},
	conditions: {
		Stale: "Its base is no longer the head of its ref.",
		RebaseNeeded: "Its target has moved.",
		RebaseConflicts: "Its changes and those of the target contradict each other.",
		Dirty: "It has changes that were not harvested.",
		Degraded: "Something that should run in it does not."
	},
	columns: [
		{
			name: "Status",
			path: ".status.phase"
		},
		{
			name: "Repository",
			path: ".spec.repository"
		},
		{
			name: "Owner",
			path: ".spec.ownership"
		},
		{
			name: "Tier",
			path: ".spec.trustTier"
		}
	],
	immutable: [
		".spec.repository",
		".spec.trustTier",
		".spec.ownership"
	],
	example: {
		name: "berths-12",
		spec: {
			repository: "tidewater/berths",
			workspacePath: "/srv/workspaces/berths-12",
			ownership: "issue",
			trustTier: "trusted"
		}
	}
});
// src/agents/kinds/record/webhook-delivery.ts
const webhookDelivery = defineKind({
	kind: "WebhookDelivery",
	plural: "webhookdeliveries",
	storage: "record",
	summary: "An event of the forge or of CI, stored before anything is done about it. The same delivery does nothing twice.",
	spec: strictObject({
		source: _enum([
			"webhook",
			"ci",
			"schedule",
			"manual"
		]).describe("How it came in."),
		deliveryId: string().min(1).max(400).describe("The host's ID of the delivery, or of the CI run."),
		digest: sha256.describe("The digest of its bytes."),
		event: string().min(1).max(100).describe("The event, as the host names it."),
		type: eventSource.optional().describe("The kind of event, as rules name it."),
		action: string().max(100).optional().describe("What happened, as the host names it."),
		repository: repositoryName.optional().describe("Where it happened."),
		refs: sourceRefs.optional().describe("What it is about."),
		target: forgeTarget.optional().describe("The object of the forge that it is about."),
		host: hostFacts.optional().describe("What the host says of it."),
		payload: json().optional().describe("The event itself, bounded, with credentials taken out."),
		receivedAt: timestamp.describe("When it came in."),
		replayOf: objectName.optional().describe("The delivery that this one repeats on a person's request.")
	}),
	status: strictObject({
		phase: _enum([
			"Received",
			"Matched",
			"Ignored",
			"Refused"
		]).optional().describe("What became of it."),
		...statusFields,
		rules: array(objectName).max(1e3).optional().describe("The rules that it matched."),
		reason: string().max(4e3).optional().describe("Why it was ignored or refused.")
	}),
	phases: {
		Received: "It is stored, and no rule has looked at it yet.",
		Matched: "At least one rule matched.",
		Ignored: "No rule matched.",
		Refused: "It is not what it says it is, such as a wrong signature or a repeated ID."
	},
	columns: [
		{
			name: "Status",
			path: ".status.phase"
		},
		{
			name: "Event",
			path: ".spec.event"
		},
		{
			name: "Repository",
			path: ".spec.repository"
		}
	],
	immutable: [".spec"],
	example: {
		name: "d-0f3a",
		spec: {
			source: "webhook",
			deliveryId: "72d3162e-cc78-11e3-81ab-4c9367dc0958",
			digest: `sha256:${"0".repeat(64)}`,
			event: "issues",
			receivedAt: "2026-01-02T03:04:05Z"
		}
	}
});
// src/agents/kinds/record/work-item.ts
const workItem = defineKind({
	kind: "WorkItem",
	plural: "workitems",
	storage: "record",
	summary: "An issue or pull request of the forge, as far as agents work on it.",
	spec: strictObject({
		repository: repositoryName.describe("Its repository."),
		target: forgeTarget.describe("The object of the forge."),
		title: string().max(300).optional().describe("What it is about."),
		state: string().max(100).optional().describe("Its column of the board, which is a label of the forge."),
		parent: referenceTo("The work item that it is a part of").optional(),
		runs: array(objectName).max(1e3).optional().describe("The runs that work on it.")
	}),
	status: strictObject({
		phase: _enum([
			"Open",
			"InProgress",
			"Done"
		]).optional().describe("How far it is."),
		...statusFields
	}),
	phases: {
		Open: "No run works on it.",
		InProgress: "A run works on it.",
		Done: "It is closed on the forge."
	},
	columns: [
		{
			name: "Status",
			path: ".status.phase"
		},
		{
			name: "Repository",
			path: ".spec.repository"
		},
		{
			name: "Item",
			path: ".spec.target.id"
		}
	],
	example: {
		name: "berths-12",
		spec: {
			repository: "tidewater/berths",
			target: {
				kind: "issue",
				id: "12"
			}
		}
	}
});
const links = (kind, plural, other, summary) => defineKind({
	kind,
	plural,
	storage: "record",
	summary,
	spec: strictObject({
		workItem: referenceTo("The work item"),
		[other]: referenceTo(`The ${other}`),
		relation: _enum(["owns", "references"]).default("references").describe("What it is to it.")
	}),
	status: strictObject(statusFields),
	columns: [{
		name: "Work item",
		path: ".spec.workItem"
	}, {
		name: "Other",
		path: `.spec.${other}`
	}],
	immutable: [".spec"],
	example: {
		name: "berths-12",
		spec: {
			workItem: "berths-12",
			[other]: "berths-12"
		}
	}
});
const workItemWorkspaceLink = links("WorkItemWorkspaceLink", "workitemworkspacelinks", "workspace", "Says which workspace belongs to which work item.");
const workItemSessionLink = links("WorkItemSessionLink", "workitemsessionlinks", "session", "Says which session is about which work item.");
// src/agents/kinds/all-kinds.ts
const configKinds = [
	agentBudget,
	agentConfigGrant,
	agentConfigSet,
	agentContextLabel,
	agentMcpServer,
	agentMemoryRepository,
	agentMemorySource,
	agentRoleBinding,
	agentRole,
	agentRunnerPool,
	agentSecretGrant,
	agentServiceAccount,
	agentSkill,
	agentStack,
	agentSubagent,
	agentToolProfile,
	agentTriggerRule,
	agentWorkspacePolicy
];
const recordKinds = [
	agentAction,
	agentApproval,
	agentArtifact,
	agentCapabilityRequirement,
	agentContextBundle,
	agentDispatchAttempt,
	agentDispatchRun,
	agentMemorySnapshot,
	agentMemoryQuery,
	agentMemoryUpdate,
	agentPause,
	agentReviewArtifact,
	agentSession,
	agentToolEvent,
	agentTriggerExecution,
	agentWorkspace,
	webhookDelivery,
	workItem,
	workItemWorkspaceLink,
	workItemSessionLink
];
const allKinds = [...configKinds, ...recordKinds];
// src/agents/resource/resource.ts
const apiGroup = "identikit.dev";
const apiVersion = "identikit.dev/v1alpha1";
const metaKey = string().max(317).regex(/^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/, "must be letters, digits, -, _ and ., with an optional domain and / before it");
const labelValue = string().max(63).regex(/^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/, "must be letters, digits, -, _ and ., and begin and end with a letter or digit");
const writtenMetadata = strictObject({
	name: objectName.describe("Its name, unique among its kind in the organisation."),
	namespace: namespaceName.optional().describe("The organisation."),
	labels: record(metaKey, labelValue).optional().describe("Short facts to select objects by."),
	annotations: record(metaKey, string().max(262144)).optional().describe("Other facts.")
});
// src/agents/resource/check-resource.ts
function kindNamed(name) {
	return allKinds.find(({ kind }) => kind === name);
}
function resourceSchema(kind) {
	return strictObject({
		$schema: string().optional().describe("The JSON Schema that editors check the file with."),
		apiVersion: literal(apiVersion).describe("The version of the API."),
		kind: literal(kind.kind).describe("The kind of object."),
		metadata: writtenMetadata.describe("What the object is called."),
		spec: kind.spec.describe("What it is meant to be.")
	});
}
function examineResource(value, { namespace } = {}) {
	if (!isRecord(value)) return { mistakes: [wholeMistake("this is not an object", "Write apiVersion, kind, metadata and spec.")] };
	const kind = kindNamed(String(value.kind));
	if (!kind) return { mistakes: [unknownKind(value.kind)] };
	const schema = resourceSchema(kind);
	const result = schema.safeParse(value);
	if (!result.success) return { mistakes: mistakesOf(result.error, value, schema) };
	const { metadata, spec } = object({
		metadata: writtenMetadata,
		spec: kind.spec
	}).parse(result.data);
	const organisation = metadata.namespace ?? namespace;
	if (organisation === void 0) return { mistakes: [{
		path: ["metadata", "namespace"],
		part: "value",
		problem: "metadata.namespace is missing",
		remedy: "Add the organisation.",
		expected: "the organisation"
	}] };
	return { checked: {
		kind,
		declared: {
			kind: kind.kind,
			metadata: {
				...metadata,
				namespace: organisation
			},
			spec
		}
	} };
}
function checkResource(value, options = {}) {
	const result = examineResource(value, options);
	if ("checked" in result) return result.checked;
	const { problem, remedy } = certain(result.mistakes[0]);
	throw new IdentikitError("RESOURCE_INVALID", problem, { remedy });
}
function unknownKind(given) {
	const known = allKinds.map(({ kind }) => kind);
	return {
		path: ["kind"],
		part: "value",
		problem: typeof given === "string" ? `there is no kind ${JSON.stringify(given)}${suggestion(given, known)}` : "kind is missing",
		remedy: `Known kinds: ${known.join(", ")}.`,
		expected: "a kind"
	};
}
function wholeMistake(problem, remedy) {
	return {
		path: [],
		part: "value",
		problem,
		remedy,
		expected: null
	};
}
// src/agents/kinds/references.ts
const field = (path, kind) => ({
	path,
	kind
});
const referencesOf = {
	AgentStack: [
		field(".spec.runtimeIdentity", "AgentServiceAccount"),
		field(".spec.toolProfile", "AgentToolProfile"),
		field(".spec.mcpServers[]", "AgentMcpServer"),
		field(".spec.skills[]", "AgentSkill"),
		field(".spec.subagents[]", "AgentSubagent"),
		field(".spec.contextLabels[]", "AgentContextLabel"),
		field(".spec.workspacePolicy", "AgentWorkspacePolicy"),
		field(".spec.runnerPool", "AgentRunnerPool"),
		field(".spec.memory.source", "AgentMemorySource"),
		field(".spec.config[]", "AgentConfig")
	],
	AgentSubagent: [
		field(".spec.toolProfile", "AgentToolProfile"),
		field(".spec.mcpServers[]", "AgentMcpServer"),
		field(".spec.skills[]", "AgentSkill"),
		field(".spec.subagents[]", "AgentSubagent")
	],
	AgentMcpServer: [field(".spec.scope.stacks[]", "AgentStack"), field(".spec.needs.config[]", "AgentConfig")],
	AgentSkill: [field(".spec.needs.config[]", "AgentConfig")],
	AgentTriggerRule: [field(".spec.agentStack", "AgentStack"), field(".spec.contextLabels[]", "AgentContextLabel")],
	AgentRunnerPool: [field(".spec.serviceAccount", "AgentServiceAccount")],
	AgentMemorySource: [field(".spec.repository", "AgentMemoryRepository")],
	AgentConfigGrant: [field(".spec.configRef.name", "AgentConfig")]
};
// src/agents/manifest/manifest-set.ts
function problemAt(document, path, said, part = "value") {
	return {
		file: document.file,
		...document.placeOf(path, part),
		...said
	};
}
// src/agents/manifest/check-references.ts
function referencesIn(kind, object) {
	return [...referencesOf[kind] ?? [], ...ownReferences(kind, object.spec)].flatMap((field) => valuesAt(object, field.path.slice(1).split(".")).map(({ path, name }) => ({
		path,
		kind: field.kind,
		name
	})));
}
function checkReferences(manifests, known = []) {
	const names = new Map();
	for (const { kind, metadata } of [...manifests.map(({ declared }) => declared), ...known]) {
		const key = `${kind} ${metadata.namespace}`;
		names.set(key, (names.get(key) ?? new Set()).add(metadata.name));
	}
	const missing = manifests.flatMap(({ declared, document }) => referencesIn(declared.kind, declared).flatMap((reference) => {
		const there = names.get(`${reference.kind} ${declared.metadata.namespace}`) ?? new Set();
		return there.has(reference.name) ? [] : [missingAt(document, reference, [...there])];
	}));
	return [
		...checkTwice(manifests),
		...missing,
		...cycles(manifests)
	];
}
function checkTwice(manifests) {
	const first = new Map();
	const problems = [];
	for (const manifest of manifests) {
		const { kind, metadata } = manifest.declared;
		const key = `${kind} ${metadata.namespace}/${metadata.name}`;
		const there = first.get(key);
		if (!there) {
			first.set(key, manifest);
			continue;
		}
		const { document } = there;
		const problem = `${kind} ${metadata.name} is declared twice, first at ${document.file}:${document.lineOf([])}`;
		problems.push(problemAt(manifest.document, ["metadata", "name"], {
			code: "RESOURCE_INVALID",
			problem,
			remedy: "Remove one of the two, or give it another name."
		}));
	}
	return problems;
}
function missingAt(document, { path, kind, name }, known) {
	return problemAt(document, path, {
		code: "REFERENCE_MISSING",
		problem: `there is no ${kind} ${JSON.stringify(name)}${suggestion(name, known)}`,
		remedy: known.length === 0 ? `Declare it: identikit explain ${kind} shows how.` : `Declare it, or name one of: ${known.slice(0, 20).join(", ")}.`
	});
}
function cycles(manifests) {
	const subagents = new Map(manifests.filter(({ declared }) => declared.kind === "AgentSubagent").map((manifest) => [keyOf$1(manifest, manifest.declared.metadata.name), manifest]));
	const problems = [];
	const done = new Set();
	for (const start of subagents.keys()) visit(start, []);
	return problems;
	function visit(key, way) {
		const manifest = subagents.get(key);
		if (!manifest || done.has(key)) return;
		const here = [...way, key];
		for (const reference of referencesIn("AgentSubagent", manifest.declared)) {
			if (reference.kind !== "AgentSubagent") continue;
			const next = keyOf$1(manifest, reference.name);
			const at = here.indexOf(next);
			if (at === -1) visit(next, here);
			else problems.push(cycleAt(manifest, reference, [...here.slice(at), next]));
		}
		done.add(key);
	}
}
function keyOf$1({ declared }, name) {
	return `${declared.metadata.namespace}/${name}`;
}
function cycleAt({ document }, { path }, way) {
	return problemAt(document, path, {
		code: "SUBAGENT_CYCLE",
		problem: `subagents call each other without end: ${way.map((key) => key.slice(key.indexOf("/") + 1)).join(" -> ")}`,
		remedy: "Take one of the calls out."
	});
}
function ownReferences(kind, spec) {
	if (!isRecord(spec)) return [];
	const roleRef = isRecord(spec.roleRef) ? spec.roleRef : {};
	if (kind === "AgentRoleBinding" && roleRef.kind === "AgentRole") return [{
		path: ".spec.roleRef.name",
		kind: "AgentRole"
	}];
	const target = isRecord(spec.target) ? spec.target : {};
	if (kind === "AgentBudget" && target.kind === "AgentTriggerRule") return [{
		path: ".spec.target.name",
		kind: "AgentTriggerRule"
	}];
	const subject = isRecord(spec.subject) ? spec.subject.kind : void 0;
	if ((kind === "AgentSecretGrant" || kind === "AgentConfigGrant") && typeof subject === "string" && subject.startsWith("Agent")) return [{
		path: ".spec.subject.name",
		kind: subject
	}];
	return [];
}
function valuesAt(value, keys, path = []) {
	const [key, ...rest] = keys;
	if (key === void 0) return typeof value === "string" ? [{
		path,
		name: value
	}] : [];
	const name = key.replace("[]", "");
	const inner = isRecord(value) ? value[name] : void 0;
	if (!key.endsWith("[]")) return valuesAt(inner, rest, [...path, name]);
	return Array.isArray(inner) ? inner.flatMap((item, at) => valuesAt(item, rest, [
		...path,
		name,
		at
	])) : [];
}
// src/agents/manifest/check-rights.ts
function checkRights(manifests, organization) {
	const remedy = "Take it out. Whoever runs the server declares rights beyond one organisation: identikit apply -f FILE --all-organizations.";
	return manifests.flatMap(({ kind, declared, document }) => {
		const isBinding = kind.kind === agentRoleBinding.kind;
		if (!isBinding && kind.kind !== agentRole.kind) return [];
		const code = isBinding ? "BINDING_ESCALATION" : "ROLE_ESCALATION";
		const { name, namespace } = declared.metadata;
		if (namespace !== organization) return [problemAt(document, ["metadata", "namespace"], {
			code,
			problem: `${kind.plural}/${name} would give rights in the organisation ${namespace}, and these manifests are of ${organization}`,
			remedy
		})];
		if (!isBinding) return [];
		const { scope } = agentRoleBinding.spec.parse(declared.spec);
		if (scope.kind !== "AllOrganizations") return [];
		return [problemAt(document, [
			"spec",
			"scope",
			"kind"
		], {
			code,
			problem: `${kind.plural}/${name} would give rights in every organisation, and these manifests are of ${organization}`,
			remedy
		})];
	});
}
// src/agents/triggers/rule-text.ts
const facts = {
	type: (event) => event.type,
	action: (event) => event.action,
	repository: (event) => event.repository,
	ref: (event) => event.refs.ref,
	branch: (event) => event.branch,
	tag: (event) => event.tag,
	head: (event) => event.refs.head,
	base: (event) => event.refs.base,
	number: (event) => event.number?.toString(),
	title: (event) => event.title,
	actor: (event) => event.actor,
	label: (event) => event.label,
	workflow: (event) => event.workflow,
	job: (event) => event.job,
	check: (event) => event.check,
	conclusion: (event) => event.conclusion,
	url: (event) => event.url
};
const factNames = Object.keys(facts);
const logic = /\{\{|\{%|<%|\$\{\{|#\{|\$\(/;
const placeholder = /\$\{([^}]*)\}?/g;
function checkRuleText(text) {
	const [found] = logic.exec(text) ?? [];
	if (found !== void 0) throw needsLogic(text, text.indexOf(found), `"${found}" would need logic`);
	for (const { 0: whole, 1: inside = "", index } of text.matchAll(placeholder)) {
		const name = inside.startsWith("event.") ? inside.slice(6) : void 0;
		if (name !== void 0 && whole.endsWith("}") && isFactName(name)) continue;
		const shown = visible(shortened(whole, 80));
		if (!whole.endsWith("}")) throw needsLogic(text, index, `"${shown}" is not closed`);
		if (name !== void 0 && /^[A-Za-z_.]+$/.test(name)) throw needsLogic(text, index, `there is no fact "${name}" of an event${suggestion(name, factNames)}`);
		throw needsLogic(text, index, `"${shown}" would need logic`);
	}
}
function isFactName(name) {
	return Object.hasOwn(facts, name);
}
function needsLogic(text, at, problem) {
	const line = text.slice(0, at).split("\n").length;
	return new IdentikitError("TEMPLATE_LOGIC", `line ${line} of the rule's text: ${problem}`, { remedy: `A rule's text has no logic: it may hold \${event.NAME}, where NAME is one of ${factNames.join(", ")}. Write a rule for each case.` });
}
// src/agents/admission/folded-name.ts
function foldedName(name) {
	if (!/[A-Z]/.test(name)) return name;
	return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
// src/agents/admission/pattern.ts
function isRepositoryOf(pattern, repository) {
	const [owner = "", ...rest] = foldedName(repository).split("/");
	const [ownerPattern = "", ...restPattern] = foldedName(pattern).split("/");
	const [name] = rest;
	const [namePattern] = restPattern;
	if (rest.length !== 1 || restPattern.length !== 1 || name === void 0 || namePattern === void 0) return false;
	return matchesWildCard(ownerPattern, owner, "*") && matchesWildCard(namePattern, name, "*");
}
function isPatternWithin(narrower, wider) {
	return isRepositoryOf(wider, narrower);
}
// src/agents/admission/rbac/role-templates.ts
const to = (verbs, ...resources) => ({
	verbs,
	apiGroups: [apiGroup],
	resources
});
const reading = [
	"get",
	"list",
	"watch"
];
const writing = [
	"create",
	"update",
	"patch",
	"delete"
];
const view = [to(reading, "*")];
const dispatch = [
	to(["create"], "agentdispatchruns", "agentdispatchattempts", "agentactions"),
	to(["update"], "agentdispatchruns/cancel"),
	to(["update"], ...workspaceAction.options.map((action) => `agentworkspaces/${action}`)),
	to(["use"], "agentstacks")
];
const approve = [to(["update"], "agentapprovals/decision"), to(["create", "update"], "agentreviewartifacts")];
const maintain = [to(writing, "agentstacks", "agentsubagents", "agenttoolprofiles", "agentmcpservers", "agentskills", "agenttriggerrules", "agentcontextlabels", "agentworkspacepolicies", "agentmemoryrepositories", "agentmemorysources", "agentconfigs", "workitems", "agentpauses"), to(["update"], "agentmcpservers/probe", "webhookdeliveries/replay")];
const grant = [to(writing, "agentsecretgrants", "agentconfiggrants")];
const roleTemplates = [
	{
		name: "viewer",
		summary: "Sees everything; names of secrets, never their values.",
		rules: view
	},
	{
		name: "dispatcher",
		summary: "Starts, cancels and retries runs with every stack, and works with their workspaces.",
		rules: [...view, ...dispatch]
	},
	{
		name: "approver",
		summary: "Decides what runs ask for, and reviews what they made.",
		rules: [...view, ...approve]
	},
	{
		name: "maintainer",
		summary: "Does all of that, declares stacks, rules and what belongs to them, and sets pauses.",
		rules: [
			...view,
			...dispatch,
			...approve,
			...maintain
		]
	},
	{
		name: "granter",
		summary: "Gives secrets and configs to stacks, tools and people.",
		rules: [...view, ...grant]
	},
	{
		name: "admin",
		summary: "Does everything in the organisation; gives away what it has itself and no more.",
		rules: [to([
			...reading,
			...writing,
			"use"
		], "*")]
	},
	{
		name: "owner",
		summary: "Does everything everywhere, the rights of others included.",
		rules: [{
			verbs: ["*"],
			apiGroups: ["*"],
			resources: ["*"]
		}, {
			verbs: ["*"],
			nonResourceURLs: ["*"]
		}]
	},
	{
		name: "controller",
		summary: "What Identikit itself does.",
		rules: [to(["*"], "*")]
	}
];
function roleTemplate(name) {
	return roleTemplates.find((template) => template.name === name);
}
// src/agents/admission/rbac/access-state.ts
function belongsTo(organization, repository) {
	return organization?.repositories.some((pattern) => isRepositoryOf(pattern, repository)) ?? false;
}
function bindingName({ metadata }) {
	return `agentrolebindings/${metadata.name}`;
}
function roleName({ spec: { roleRef } }) {
	return roleRef.kind === "RoleTemplate" ? `roletemplates/${roleRef.name}` : `agentroles/${roleRef.name}`;
}
function rulesOfBinding(state, { metadata, spec }) {
	const { kind, name } = spec.roleRef;
	if (kind === "RoleTemplate") return roleTemplate(name)?.rules ?? [];
	const rules = state.roles.find((one) => one.metadata.name === name && one.metadata.namespace === metadata.namespace)?.spec.rules ?? [];
	if (spec.scope.kind === "AllOrganizations") return rules;
	return rules.filter(({ nonResourceURLs = [] }) => nonResourceURLs.length === 0);
}
function foldedSubject({ kind, name }) {
	return {
		kind,
		name: kind === "ServiceAccount" ? name : foldedName(name)
	};
}
// src/agents/admission/rbac/rule-allows.ts
function ruleAllows(rule, asked) {
	if (!isOneOf(rule.verbs, asked.verb)) return false;
	if ("path" in asked) return (rule.nonResourceURLs ?? []).some((url) => urlCovers(url, asked.path));
	return isOneOf(rule.apiGroups, asked.apiGroup) && resourcesAllow(rule.resources ?? [], asked.resource, asked.subresource ?? "") && namesAllow(rule.resourceNames ?? [], asked.name ?? "");
}
function urlCovers(url, other) {
	return url === "*" || url === other || url.endsWith("*") && other.startsWith(url.replace(/\*+$/, ""));
}
function isOneOf(values = [], value) {
	return values.includes("*") || values.includes(value);
}
function resourcesAllow(resources, resource, subresource) {
	if (resources.includes("*")) return true;
	if (subresource === "") return resources.includes(resource);
	return resources.includes(`${resource}/${subresource}`) || resources.includes(`*/${subresource}`);
}
function namesAllow(names, name) {
	return names.length === 0 || names.includes(name);
}
// src/agents/admission/rbac/covers.ts
function ruleText({ verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }) {
	const group = apiGroups.length === 0 ? "" : ` (${apiGroups.map((one) => one || "core").join(", ")})`;
	const names = resourceNames.length === 0 ? "" : ` named ${resourceNames.join(", ")}`;
	return `${verbs.join(", ")} ${[...resources, ...nonResourceURLs].join(", ")}${names}${group}`;
}
// src/agents/admission/rbac/identity.ts
const ownName = "system:identikit";
const everybody = "system:authenticated";
const permissionLevels = [
	"read",
	"triage",
	"write",
	"maintain",
	"admin"
];
function levelsOf(permission) {
	return permission === "none" ? [] : permissionLevels.slice(0, permissionLevels.indexOf(permission) + 1);
}
function repositoryGroup(level, repository) {
	return `forge:${level}:${foldedName(repository)}`;
}
function actorIdentity({ kind, name }, organization, groups = []) {
	switch (kind) {
		case "System": return {
			name: ownName,
			groups: [everybody]
		};
		case "ServiceAccount": return {
			name: accountName(organization, name),
			groups: [
				"system:serviceaccounts",
				`system:serviceaccounts:${organization}`,
				everybody
			]
		};
		case "User": {
			if (/[\s:]/.test(name)) return void 0;
			const own = groups.map(foldedName).filter((group) => !group.startsWith("system:"));
			return {
				name: foldedName(name),
				groups: [...new Set(own), everybody]
			};
		}
	}
}
function accountName(organization, name) {
	return `system:serviceaccount:${organization}:${name}`;
}
function groupsWithin(group) {
	const [, level, repository] = /^forge:([a-z]+):([^\s:]+)$/.exec(foldedName(group)) ?? [];
	const known = permissionLevels.find((one) => one === level);
	if (known === void 0 || repository === void 0) return [group];
	return levelsOf(known).map((one) => repositoryGroup(one, repository));
}
// src/agents/admission/rbac/implied-bindings.ts
const impliedRoles = [
	{
		name: "forge-read",
		level: "read",
		template: "viewer"
	},
	{
		name: "forge-write-dispatch",
		level: "write",
		template: "dispatcher"
	},
	{
		name: "forge-write-approve",
		level: "write",
		template: "approver"
	},
	{
		name: "forge-maintain",
		level: "maintain",
		template: "maintainer"
	},
	{
		name: "forge-admin",
		level: "admin",
		template: "admin"
	}
];
const controllerBinding = "identikit-controllers";
function impliedBindings(state, { namespace, repository }) {
	const organization = state.organizations.find(({ name }) => name === namespace);
	if (!organization) return [];
	const { configRepository } = organization;
	const replaced = new Set(state.bindings.filter((one) => one.metadata.namespace === namespace).map((one) => one.metadata.name));
	const isOther = repository !== void 0 && !repository.includes("*") && belongsTo(organization, repository) && !(configRepository !== void 0 && isRepositoryOf(configRepository, repository));
	return impliedRoles.filter(({ name }) => !replaced.has(name)).flatMap((implied) => [...configRepository === void 0 ? [] : [forRepository(organization, implied, configRepository)], ...isOther ? [forRepository(organization, implied, repository)] : []]).concat(replaced.has("identikit-controllers") ? [] : [forControllers(organization)]);
}
function forRepository({ name: namespace, configRepository }, { name, level, template }, repository) {
	const isWhole = configRepository !== void 0 && isRepositoryOf(configRepository, repository);
	return {
		kind: "AgentRoleBinding",
		metadata: {
			name,
			namespace
		},
		spec: {
			subject: {
				kind: "Group",
				name: repositoryGroup(level, repository)
			},
			roleRef: {
				kind: "RoleTemplate",
				name: template
			},
			scope: isWhole ? { kind: "Organization" } : {
				kind: "Repositories",
				repositories: [foldedName(repository)]
			}
		}
	};
}
function forControllers({ name: namespace }) {
	return {
		kind: "AgentRoleBinding",
		metadata: {
			name: controllerBinding,
			namespace
		},
		spec: {
			subject: {
				kind: "User",
				name: ownName
			},
			roleRef: {
				kind: "RoleTemplate",
				name: "controller"
			},
			scope: { kind: "Organization" }
		}
	};
}
// src/agents/admission/rbac/rights.ts
function permissionFor(state, who, asked) {
	const where = "path" in asked ? { namespace: "" } : asked;
	for (const binding of bindingsOf(state, who, where)) for (const rule of rulesOfBinding(state, binding)) if (ruleAllows(rule, asked)) return {
		binding,
		rule
	};
}
function bindingsOf(state, who, where) {
	return [...state.bindings.filter((binding) => isAbout(binding, where) && isFor(binding, who)).sort((a, b) => rank(a) - rank(b) || compared(a, b)), ...impliedBindings(state, where).filter((binding) => isFor(binding, who))];
}
function isAbout({ metadata, spec: { scope } }, { namespace, repository }) {
	if (scope.kind === "AllOrganizations") return true;
	if (namespace === "" || metadata.namespace !== namespace) return false;
	if (scope.kind === "Organization") return true;
	if (repository === void 0) return false;
	return (scope.repositories ?? []).some((pattern) => repository.includes("*") ? isPatternWithin(repository, pattern) : isRepositoryOf(pattern, repository));
}
function isFor({ metadata, spec }, who) {
	const { kind, name } = foldedSubject(spec.subject);
	if (kind === "Group") return who.groups.includes(name);
	return who.name === (kind === "User" ? name : accountName(metadata.namespace, name));
}
function rank({ spec: { scope } }) {
	return [
		"AllOrganizations",
		"Organization",
		"Repositories"
	].indexOf(scope.kind);
}
function compared({ metadata: a }, { metadata: b }) {
	if (a.namespace !== b.namespace) return a.namespace < b.namespace ? -1 : 1;
	return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
// src/agents/admission/access/can-i.ts
function canI(state, who, asked) {
	const permission = permissionFor(state, who, asked);
	if (!permission) return {
		allowed: false,
		message: `no: no role of ${nameOf(who)} gives it`
	};
	const [binding, role] = [bindingName(permission.binding), roleName(permission.binding)];
	const rule = ruleText(permission.rule);
	return {
		allowed: true,
		message: `yes, by ${binding} with ${role}: ${rule}`,
		binding,
		role,
		rule
	};
}
function nameOf({ name, groups }) {
	return name === "" ? groups.join(", ") : name;
}
function parseAsk(verb, target, where) {
	if (target.startsWith("/")) return {
		verb,
		path: target
	};
	const [resource = "", ...name] = target.split("/");
	return {
		verb,
		...where,
		resource,
		...name.length === 0 ? {} : { name: name.join("/") }
	};
}
// src/agents/admission/access/named-identity.ts
function namedIdentity(name, groups) {
	const all = groups.flatMap(groupsWithin).map(foldedName);
	if (name === void 0) return {
		name: "",
		groups: [...new Set([...all, everybody])]
	};
	if (name === "system:identikit") return actorIdentity({
		kind: "System",
		name
	}, "");
	const [, organization, account] = /^system:serviceaccount:([^:\s]+):([^:\s]+)$/.exec(name) ?? [];
	if (organization !== void 0 && account !== void 0) return actorIdentity({
		kind: "ServiceAccount",
		name: account
	}, organization);
	if (name === "" || name.includes("/")) return void 0;
	return actorIdentity({
		kind: "User",
		name
	}, "", all);
}
function isGroupName(text) {
	return /^[^\s:/@]+\/[^\s:/@]+$/.test(text) || /^forge:(read|triage|write|maintain|admin):[^\s:/@]+\/[^\s:/@]+$/i.test(text);
}
// src/agents/crds/kind-names.ts
const versionName = apiVersion.slice(apiVersion.indexOf("/") + 1);
function kindNames({ kind, plural, shortNames, storage }) {
	return {
		plural,
		singular: kind.toLowerCase(),
		kind,
		listKind: `${kind}List`,
		...shortNames === void 0 ? {} : { shortNames },
		categories: storage === "config" ? ["identikit"] : ["identikit-records"]
	};
}
function kindMeant(text) {
	const lower = text.toLowerCase();
	const asked = lower.endsWith(`.identikit.dev`) ? lower.slice(0, -14) : lower;
	return allKinds.find((one) => {
		const { plural, singular, shortNames = [] } = kindNames(one);
		return [
			plural,
			singular,
			...shortNames
		].includes(asked);
	});
}
function kindCalled(text) {
	const kind = kindMeant(text);
	if (kind) return kind;
	const known = allKinds.map((one) => one.plural);
	throw new IdentikitError("RESOURCE_INVALID", `there is no kind ${JSON.stringify(text)}${suggestion(text.toLowerCase(), known)}`, { remedy: `Known kinds: ${known.join(", ")}.` });
}
// src/agents/resource/selector.ts
const labelKey = `[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?`;
const labelText = `(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?`;
const setForm = new RegExp(String.raw`^(${labelKey})\s+(in|notin)\s+\(\s*(${labelText}(?:\s*,\s*${labelText})*)\s*\)$`);
const equalForm = new RegExp(String.raw`^(${labelKey})\s*(==|=|!=)\s*(${labelText})$`);
const bareForm = new RegExp(String.raw`^(!?)\s*(${labelKey})$`);
function parseLabelSelector(text) {
	return parts(text).map((part) => {
		const set = setForm.exec(part);
		if (set) {
			const [, key = "", operator, values = ""] = set;
			return {
				key,
				operator: operator === "in" ? "in" : "notin",
				values: values.split(",").map((one) => one.trim())
			};
		}
		const equal = equalForm.exec(part);
		if (equal) {
			const [, key = "", operator, value = ""] = equal;
			return {
				key,
				operator: operator === "!=" ? "notin" : "in",
				values: [value]
			};
		}
		const [, not, key] = bareForm.exec(part) ?? [];
		if (key === void 0) throw selectorFault(text, part);
		return {
			key,
			operator: not === "!" ? "absent" : "exists",
			values: []
		};
	});
}
function parseFieldSelector(text) {
	return parts(text).map((part) => {
		const [, field, operator, value = ""] = /^([A-Za-z][A-Za-z0-9.]*)\s*(==|=|!=)\s*(.*)$/s.exec(part) ?? [];
		if (field === void 0) throw selectorFault(text, part);
		return {
			field,
			equals: operator !== "!=",
			value: value.trim()
		};
	});
}
function meetsLabels(selector, labels = {}) {
	return selector.every(({ key, operator, values }) => {
		const value = Object.hasOwn(labels, key) ? labels[key] : void 0;
		if (operator === "exists" || operator === "absent") return value !== void 0 === (operator === "exists");
		return (value !== void 0 && values.includes(value)) === (operator === "in");
	});
}
function parts(text) {
	return text.split(/,(?![^(]*\))/).map((part) => part.trim()).filter((part) => part !== "");
}
function selectorFault(text, part) {
	return new IdentikitError("SELECTOR_INVALID", `the selector ${JSON.stringify(text)} cannot be read at ${JSON.stringify(part)}`, { remedy: "Write it as in kubectl: key=value, key!=value, key in (a,b), key, !key." });
}
// src/agents/store/sorted-json.ts
function sortedJson(value) {
	return JSON.stringify(value, (_, inner) => typeof inner === "object" && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a < b ? -1 : 1)) : inner);
}
// src/agents/store/continue-token.ts
const tokenSchema = strictObject({
	version: int().min(0),
	after: array(union([string().max(400), int()])).min(1).max(4),
	query: string().max(32)
});
function queryDigest(kind, { namespace, labels, fields, newestFirst }) {
	const query = sortedJson([
		kind,
		namespace ?? null,
		labels ?? [],
		fields ?? [],
		newestFirst ?? false
	]);
	return hash("sha256", query, "hex").slice(0, 16);
}
function formatContinue(kind, query, place) {
	return Buffer.from(JSON.stringify({
		...place,
		query: queryDigest(kind, query)
	})).toString("base64url");
}
function parseContinue(kind, query) {
	const { continue: token } = query;
	if (token === void 0 || token === "") return void 0;
	const { version, after, query: digest } = readToken(token);
	if (digest !== queryDigest(kind, query)) throw tokenInvalid("it belongs to another query");
	return {
		version,
		after
	};
}
function readToken(token) {
	try {
		if (token.length <= 4096) return tokenSchema.parse(JSON.parse(Buffer.from(token, "base64url").toString()));
	} catch {}
	throw tokenInvalid("it cannot be read");
}
function tokenInvalid(problem) {
	return new IdentikitError("CONTINUE_INVALID", `the continue token is not one of this list: ${problem}`, { remedy: "Send the token of the page before with the same query, or begin with the first page." });
}
// src/agents/store/object-fault.ts
function nameOfObject(kind, { namespace, name }) {
	return `${kind.kind} ${namespace}/${name}`;
}
function objectMissing(kind, key) {
	return new IdentikitError("NOT_FOUND", `there is no ${nameOfObject(kind, key)}`, { remedy: `See which there are: identikit get ${kind.plural} --organization ${key.namespace}` });
}
function objectExists(kind, key) {
	return new IdentikitError("ALREADY_EXISTS", `${nameOfObject(kind, key)} is already there`, { remedy: "Choose another name, or update the object." });
}
function objectChanged(kind, key, what, [expected, found]) {
	return new IdentikitError("CONFLICT", `${nameOfObject(kind, key)} was changed meanwhile: its ${what} is ${found}, not ${expected}`, { remedy: "Read it again, make the change on what it is now, and write that." });
}
function managedByRepository(kind, key) {
	return new IdentikitError("MANAGED_BY_REPOSITORY", `${nameOfObject(kind, key)} is declared by the repository`, { remedy: "Change its file in agents/ by a pull request; identikit config sync applies it." });
}
function fieldImmutable(kind, key, field) {
	return new IdentikitError("IMMUTABLE_FIELD", `${field} of ${nameOfObject(kind, key)} does not change once it is made`, { remedy: "Leave the field as it is, or make another object." });
}
function watchTooOld(version, oldest) {
	return new IdentikitError("WATCH_TOO_OLD", `the changes since version ${version} are not kept; the oldest that a watch can begin at is ${oldest}`, { remedy: "List the objects again, and watch from the version of that list." });
}
// src/agents/store/object-row.ts
const objectColumns = "namespace, name, managed, value, status, uid, generation, version, created";
function settlingResource(kind, row) {
	const resource = resourceOf(kind, row);
	const metadata = resource.metadata;
	return {
		resource,
		settle: (version) => metadata.resourceVersion = String(version)
	};
}
function resourceOf(kind, row) {
	const { labels, annotations, spec } = fieldsOf(parsed(kind, row, row.value));
	const metadata = {
		name: row.name,
		namespace: row.namespace,
		uid: row.uid,
		generation: row.generation,
		resourceVersion: String(row.version),
		creationTimestamp: row.created,
		managedByRepository: Boolean(row.managed)
	};
	if (isTexts(labels)) metadata.labels = labels;
	if (isTexts(annotations)) metadata.annotations = annotations;
	return {
		kind: kind.kind,
		metadata,
		spec: storedSpec(kind, row, spec),
		status: storedStatus(kind, row, parsed(kind, row, row.status))
	};
}
function storedSpec(kind, row, spec) {
	const found = kind.storage === "config" ? declaredSpec(kind, row, spec) : spec;
	if (isSpecOf(kind, found)) return found;
	throw malformed(kind, row, "it has no spec");
}
function declaredSpec(kind, row, spec) {
	const result = kind.spec.safeParse(spec);
	if (result.success) return result.data;
	const wrong = result.error.issues.find(({ code }) => code !== "unrecognized_keys");
	if (wrong) throw malformed(kind, row, `spec.${wrong.path.join(".")}: ${wrong.message}`);
	return spec;
}
function storedStatus(kind, row, status) {
	if (isStatusOf(kind, status)) return status;
	throw malformed(kind, row, "it has no status");
}
function isSpecOf(_, spec) {
	return isRecord(spec);
}
function isStatusOf(_, status) {
	return isRecord(status);
}
function isTexts(value) {
	if (!isRecord(value)) return false;
	for (const key in value) if (typeof value[key] !== "string") return false;
	return true;
}
function parsed(kind, row, text) {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw malformed(kind, row, "it is not JSON", cause);
	}
}
function malformed(kind, { namespace, name }, problem, cause) {
	return new IdentikitError("RESOURCE_INVALID", `${kind.kind} ${namespace}/${name} in the config database is not one of its kind: ${problem}`, {
		remedy: "Write it again, or delete it: it was written by hand, or by another release of Identikit.",
		cause
	});
}
// src/agents/store/version-clock.ts
async function readClock({ query, sql }) {
	const { rows } = await sql`SELECT version, oldest FROM agent_clock`.execute(query);
	return certain(rows[0]);
}
async function readClockForPages(session) {
	if (session.kind === "sqlite") return await readClock(session);
	const { query, sql } = session;
	const { rows } = await sql`
    SELECT version, oldest, set_config('enable_bitmapscan', 'off', TRUE) FROM agent_clock`.execute(query);
	return certain(rows[0]);
}
// src/agents/admission/access/access-diagram.ts
function mermaidOf({ nodes, edges }) {
	const ids = new Map(nodes.map(({ id }, at) => [id, `n${at}`]));
	const arrow = ({ effect, implied }) => effect === "deny" ? "--x" : implied ? "-.->" : "-->";
	return ["flowchart LR", ...[...nodes.map(({ id, kind, name }) => `  ${ids.get(id)}["${mermaidText(`${kind} ${name}`)}"]`), ...edges.map((edge) => `  ${ids.get(edge.from)} ${arrow(edge)}|"${mermaidText(edgeLabel(edge))}"| ${ids.get(edge.to)}`)]].map((line) => `${line}\n`).join("");
}
function dotOf({ nodes, edges }) {
	const style = ({ effect, implied }) => effect === "deny" ? ", arrowhead=tee" : implied ? ", style=dashed" : "";
	return `digraph access {\n${[
		"rankdir=LR;",
		...nodes.map(({ id, kind, name }) => `${quoted(id)} [label=${quoted(`${kind} ${name}`)}];`),
		...edges.map((edge) => `${quoted(edge.from)} -> ${quoted(edge.to)} [label=${quoted(edgeLabel(edge))}${style(edge)}];`)
	].map((line) => `  ${line}\n`).join("")}}\n`;
}
function edgeLabel({ by, scope, drift, warnings }) {
	const marks = [...drift === void 0 ? [] : [drift], ...warnings];
	return [`${by} (${scope})`, ...marks].join("; ");
}
function mermaidText(text) {
	return visible(text).replace(/[#"&<>`\\]/g, (character) => `#${character.charCodeAt(0)};`);
}
function quoted(text) {
	return `"${visible(text).replace(/["\\]/g, (character) => `\\${character}`)}"`;
}
// src/agents/admission/grants/grant-world.ts
function grantName({ kind, metadata: { name } }) {
	return `${kind === "AgentSecretGrant" ? "agentsecretgrants" : "agentconfiggrants"}/${name}`;
}
// src/agents/admission/rbac/role-drift.ts
function roleDrift(organization, stored, declared, managed) {
	const have = byName(organization, stored);
	const want = byName(organization, declared);
	const changed = [...want].flatMap(([object, spec]) => {
		const own = have.get(object);
		if (own === spec) return [];
		return [{
			object,
			how: own === void 0 ? "missing" : "differs"
		}];
	});
	const undeclared = [...have.keys()].filter((object) => managed.has(object) && !want.has(object));
	return [...changed, ...undeclared.map((object) => ({
		object,
		how: "undeclared"
	}))].sort((a, b) => a.object < b.object ? -1 : 1);
}
function byName(organization, { roles, bindings }) {
	const own = (objects) => objects.filter(({ metadata }) => metadata.namespace === organization);
	return new Map([...own(roles).map(({ metadata, spec: { rules } }) => [`agentroles/${metadata.name}`, canonicalJson({ rules })]), ...own(bindings).map(({ metadata, spec: { subject, roleRef, scope } }) => [`agentrolebindings/${metadata.name}`, canonicalJson({
		subject,
		roleRef,
		scope
	})])]);
}
// src/agents/admission/access/review.ts
function reviewAccess(state, who, where) {
	return bindingsOf(state, who, where).map((binding) => reviewed(state, binding));
}
function reviewed(state, binding) {
	const { subject } = binding.spec;
	const rules = rulesOfBinding(state, binding);
	return {
		binding: bindingName(binding),
		role: roleName(binding),
		subject: `${subject.kind} ${subject.name}`,
		scope: bindingScope(binding),
		implied: !state.bindings.includes(binding),
		rules: rules.map(ruleText),
		dangling: rules.length === 0
	};
}
function bindingScope({ metadata: { namespace }, spec: { scope } }) {
	if (scope.kind === "AllOrganizations") return "all organisations";
	if (scope.kind === "Organization") return namespace;
	return `${namespace}: ${(scope.repositories ?? []).join(", ")}`;
}
// src/agents/admission/access/access-graph.ts
const strong = new Set([
	"*",
	"escalate",
	"bind"
]);
function accessGraph(organization, snapshot, repositories = []) {
	const { access, declared, grants, now } = snapshot;
	const drift = declared ? roleDrift(organization, access, declared, declared.managed) : [];
	const driftOf = new Map(drift.map(({ object, how }) => [object, how]));
	const bound = bindingsIn(organization, access, repositories).map((binding) => bindingEdge(access, binding, driftOf));
	const given = [...grants.secretGrants, ...grants.configGrants].filter(({ metadata }) => metadata.namespace === organization).map((grant) => grantEdge(grant, now));
	return {
		nodes: [...new Map([...bound, ...given].flatMap(({ nodes: both }) => both.map((node) => [node.id, node]))).values()].sort((a, b) => a.id < b.id ? -1 : 1),
		edges: [...bound, ...given].map(({ edge }) => edge).sort((a, b) => a.by < b.by ? -1 : a.by > b.by ? 1 : 0),
		missing: drift.flatMap(({ object, how }) => how === "missing" ? [object] : [])
	};
}
function bindingsIn(organization, access, repositories) {
	const declared = access.bindings.filter(({ metadata, spec }) => metadata.namespace === organization || spec.scope.kind === "AllOrganizations");
	const implied = [void 0, ...repositories].flatMap((repository) => impliedBindings(access, {
		namespace: organization,
		repository
	}));
	const unique = new Map(implied.map((binding) => [`${binding.metadata.name} ${binding.spec.subject.name}`, binding]));
	return [...declared, ...unique.values()];
}
function bindingEdge(access, binding, drift) {
	const { kind, name } = foldedSubject(binding.spec.subject);
	const role = roleName(binding);
	const rules = rulesOfBinding(access, binding);
	const how = drift.get(bindingName(binding)) ?? drift.get(role);
	const warnings = [
		...rules.length === 0 ? [`${role} does not exist or is empty: the binding gives nothing`] : [],
		...rules.some(({ verbs }) => verbs.some((verb) => strong.has(verb))) ? ["it can give away rights that its subject does not have"] : [],
		...binding.spec.scope.kind === "AllOrganizations" ? ["it holds in every organisation"] : []
	];
	const from = {
		id: `${kind}/${name}`,
		kind,
		name
	};
	const to = {
		id: role,
		kind: binding.spec.roleRef.kind,
		name: binding.spec.roleRef.name,
		rules: rules.map(ruleText)
	};
	const edge = {
		from: from.id,
		to: to.id,
		by: bindingName(binding),
		effect: "allow",
		scope: bindingScope(binding),
		implied: !access.bindings.includes(binding),
		...how === void 0 ? {} : { drift: how },
		warnings
	};
	return {
		nodes: [from, to],
		edge
	};
}
function grantEdge(grant, now) {
	const { subject, purpose, effect, allowedRepositories = [], expires } = grant.spec;
	const given = grant.kind === "AgentSecretGrant" && "secretRef" in grant.spec ? {
		kind: "secret",
		name: grant.spec.secretRef.name
	} : {
		kind: "config",
		name: "configRef" in grant.spec ? grant.spec.configRef.name : ""
	};
	const from = {
		id: `${subject.kind}/${subject.name}`,
		...subject
	};
	const to = {
		id: `${given.kind}/${given.name}`,
		...given
	};
	const isOver = expires !== void 0 && Date.parse(expires) <= Date.parse(now);
	const edge = {
		from: from.id,
		to: to.id,
		by: grantName(grant),
		effect,
		scope: [purpose, ...allowedRepositories].join(", "),
		implied: false,
		warnings: isOver ? [`it ended on ${expires}`] : []
	};
	return {
		nodes: [from, to],
		edge
	};
}
// src/agents/manifest/plan-manifests.ts
const order = [
	"AgentConfig",
	"AgentServiceAccount",
	"AgentToolProfile",
	"AgentWorkspacePolicy",
	"AgentContextLabel",
	"AgentMemoryRepository",
	"AgentMemorySource",
	"AgentRunnerPool",
	"AgentMcpServer",
	"AgentSkill",
	"AgentSubagent",
	"AgentRole",
	"AgentRoleBinding",
	"AgentSecretGrant",
	"AgentConfigGrant",
	"AgentStack",
	"AgentTriggerRule",
	"AgentBudget"
];
function planManifests(have, want, prune) {
	const there = new Map(have.map((resource) => [keyOf(resource), resource]));
	const wanted = new Set(want.map(({ declared }) => keyOf(declared)));
	const steps = [...want].sort(byPlace).map(({ kind, declared }) => {
		const before = there.get(keyOf(declared));
		if (!before) return {
			kind,
			does: "create",
			after: declared
		};
		return {
			kind,
			does: isSame(before, declared) ? "keep" : "update",
			before,
			after: declared
		};
	});
	const deletions = (prune ? have.filter((one) => one.metadata.managedByRepository && !wanted.has(keyOf(one))) : []).flatMap((before) => {
		const kind = kindNamed(before.kind);
		return kind ? [{
			kind,
			does: "delete",
			before
		}] : [];
	});
	return [...steps, ...deletions.sort((a, b) => place(b.kind) - place(a.kind))];
}
function isSame(before, after) {
	return isDeepStrictEqual(writtenOf(before), writtenOf(after));
}
function writtenOf({ kind, metadata, spec }) {
	const { name, namespace, labels = {}, annotations = {} } = metadata;
	const meta = {
		name,
		namespace,
		...Object.keys(labels).length > 0 ? { labels } : {},
		...Object.keys(annotations).length > 0 ? { annotations } : {}
	};
	return JSON.parse(JSON.stringify({
		kind,
		metadata: meta,
		spec
	}));
}
function byPlace(a, b) {
	return place(a.kind) - place(b.kind);
}
function place({ kind }) {
	const at = order.indexOf(kind);
	return at === -1 ? order.length : at;
}
function keyOf({ kind, metadata }) {
	return `${kind} ${metadata.namespace}/${metadata.name}`;
}
// src/agents/manifest/apply-manifests.ts
async function applyManifests(store, set, { dryRun, asRepository = false } = {}) {
	refuseProblems(set);
	return await (asRepository ? store.asRepository() : store).write(async (writer) => {
		const steps = planManifests(await present(writer, set.manifests, asRepository), set.manifests, asRepository);
		for (const step of steps) await take(writer, step, asRepository);
		return steps;
	}, { dryRun });
}
async function diffManifests(store, set, { asRepository = false } = {}) {
	refuseProblems(set);
	return await store.read(async (reader) => planManifests(await present(reader, set.manifests, asRepository), set.manifests, asRepository));
}
function refuseProblems({ problems }) {
	const [first, ...more] = problems;
	if (!first) return;
	const { code, file, line, problem, remedy } = first;
	const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
	throw new IdentikitError(code, `${file}:${line}: ${problem}${others}`, {
		remedy,
		location: first
	});
}
async function present(reader, manifests, asRepository) {
	const found = [];
	if (asRepository) {
		for (const kind of configKinds) for await (const resource of reader.each(kind)) found.push(resource);
		return found;
	}
	for (const { kind, declared } of manifests) {
		const resource = await reader.get(kind, declared.metadata);
		if (resource) found.push(resource);
	}
	return found;
}
async function take(writer, step, asRepository) {
	switch (step.does) {
		case "create":
			await writer.create(step.kind, step.after);
			return;
		case "update":
			await writer.update(step.kind, step.after);
			return;
		case "delete":
			await writer.delete(step.kind, step.before.metadata);
			return;
		case "keep": if (asRepository && !step.before.metadata.managedByRepository) await writer.update(step.kind, step.after);
	}
}
// src/agents/snapshot/declared-roles.ts
function declaredRoles(set) {
	refuseProblems(set);
	const roles = [];
	const bindings = [];
	for (const { kind, declared } of set.manifests) {
		const { metadata, spec } = declared;
		if (kind.kind === agentRole.kind) roles.push({
			kind: agentRole.kind,
			metadata,
			spec: agentRole.spec.parse(spec)
		});
		if (kind.kind === agentRoleBinding.kind) bindings.push({
			kind: agentRoleBinding.kind,
			metadata,
			spec: agentRoleBinding.spec.parse(spec)
		});
	}
	return {
		roles,
		bindings
	};
}
// src/agents/store/watch/read-changes.ts
const [pageChanges, smallPage] = [500, 20];
const pageBytes = 8388608;
async function readChanges(database, after) {
	return await database.transaction("read", (session) => changesSince(session, after));
}
async function changesSince(session, after) {
	const { version, oldest } = await readClock(session);
	if (after < oldest || after > version) throw watchTooOld(String(after), oldest);
	const changes = [];
	for (let limit = smallPage, at = after, bytes = 0; at < version; limit = pageChanges) {
		const rows = await changesAfter(session, at, limit);
		changes.push(...rows);
		for (const row of rows) bytes += changeBytes(row);
		if (rows.length < limit) return {
			changes,
			upTo: Math.max(version, rows.at(-1)?.version ?? version)
		};
		at = certain(rows.at(-1)).version;
		if (bytes >= pageBytes || limit === pageChanges) return {
			changes,
			upTo: at
		};
	}
	return {
		changes,
		upTo: changes.at(-1)?.version ?? version
	};
}
function changeBytes({ value, status, old_value, old_status }) {
	return value.length + status.length + (old_value?.length ?? 0) + (old_status?.length ?? 0) + 500;
}
async function changesAfter({ query, sql }, after, limit) {
	const { rows } = await sql`
    SELECT type, kind, namespace, name, managed, value, status, uid, generation, version, created, old_value, old_status
    FROM agent_change WHERE version > ${after} ORDER BY version LIMIT ${limit}`.execute(query);
	return rows;
}
// src/agents/manifest/manifest-difference.ts
function fieldChanges(step) {
	return difference("", step.does === "create" ? void 0 : writtenOf(step.before), step.does === "delete" ? void 0 : writtenOf(step.after));
}
function difference(path, before, after) {
	if (isDeepStrictEqual(before, after)) return [];
	const [was, is] = [membersOf$2(before), membersOf$2(after)];
	if (!((was || before === void 0) && (is || after === void 0) && !isBare(was, is)) || Array.isArray(before ?? after) !== Array.isArray(after ?? before)) return [{
		path,
		...before === void 0 ? {} : { before },
		...after === void 0 ? {} : { after }
	}];
	const isList = Array.isArray(before ?? after);
	return [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])].flatMap((name) => difference(isList ? `${path}[${name}]` : `${path}.${name}`, was?.[name], is?.[name]));
}
function membersOf$2(value) {
	if (Array.isArray(value)) return Object.fromEntries(value.map((item, at) => [String(at), item]));
	return isRecord(value) ? value : void 0;
}
function isBare(was, is) {
	return Object.keys({
		...was,
		...is
	}).length === 0;
}
// src/agents/crds/immutable-fields.ts
function immutable(kind, spec) {
	const fields = kind.immutable ?? [];
	if (fields.includes(".spec")) return {
		...spec,
		...rules([unchanged("The spec")])
	};
	const names = fields.map((path) => path.replace(/^\.spec\./, ""));
	const properties = { ...fieldsOf(spec.properties) };
	for (const name of names) {
		const member = properties[name];
		if (!isRecord(member)) throw new TypeError(`${kind.kind} has no field ${name} in its spec`);
		properties[name] = {
			...member,
			...rules([unchanged(name)])
		};
	}
	const required = Array.isArray(spec.required) ? spec.required : [];
	const presence = names.filter((name) => !required.includes(name)).map((name) => ({
		rule: `has(self.${name}) == has(oldSelf.${name})`,
		message: `${name} never changes`
	}));
	return {
		...spec,
		properties,
		...rules(presence)
	};
}
function unchanged(what) {
	return {
		rule: "self == oldSelf",
		message: `${what} never changes`
	};
}
function rules(list) {
	return list.length === 0 ? {} : { "x-kubernetes-validations": list };
}
// src/agents/crds/structural-schema.ts
const kept = [
	"minLength",
	"maxLength",
	"pattern",
	"minItems",
	"maxItems",
	"minimum",
	"maximum",
	"enum",
	"default"
];
const read = new Set([
	...kept,
	...[
		"$schema",
		"$defs",
		"$ref",
		"type",
		"description",
		"format",
		"properties",
		"required",
		"items"
	],
	...["additionalProperties", "propertyNames"]
]);
function structuralSchema(schema) {
	return structural(toJSONSchema(schema, {
		target: "draft-2020-12",
		io: "input"
	}));
}
function structural(node) {
	const from = fieldsOf(node);
	const unknown = Object.keys(from).filter((keyword) => !read.has(keyword));
	if (unknown.length > 0) throw new TypeError(`no structural form of ${unknown.join(", ")}`);
	const described = from.description === void 0 ? {} : { description: from.description };
	if (from.$ref !== void 0) return {
		...described,
		...anything
	};
	if (typeof from.type !== "string") throw new TypeError("no structural form of a value of any type, or of several");
	return {
		...described,
		type: from.type,
		...Object.fromEntries(kept.flatMap((keyword) => keyword in from ? [[keyword, from[keyword]]] : [])),
		...formatOf(from.format),
		...membersOf$1(from),
		...from.items === void 0 ? {} : { items: structural(from.items) }
	};
}
const anything = { "x-kubernetes-preserve-unknown-fields": true };
function membersOf$1({ properties, required, additionalProperties }) {
	if (isRecord(additionalProperties)) {
		const value = structural(additionalProperties);
		return "type" in value ? { additionalProperties: value } : anything;
	}
	if (!isRecord(properties)) return {};
	const schemas = Object.entries(properties).map(([name, member]) => [name, structural(member)]);
	return {
		...required === void 0 ? {} : { required },
		properties: Object.fromEntries(schemas)
	};
}
function formatOf(format) {
	if (format === "uri") return { pattern: "^https?://" };
	return format === void 0 ? {} : { format };
}
// src/agents/crds/kind-schema.ts
const described = {
	apiVersion: "The version of the API that the object is written in, identikit.dev/v1alpha1. It says how the rest is to be read.",
	kind: "What kind of object this is, in CamelCase."
};
function kindSchema(kind, metadata = { type: "object" }) {
	const spec = immutable(kind, {
		description: "What it is meant to be.",
		...structuralSchema(kind.spec)
	});
	return {
		description: kind.summary,
		type: "object",
		required: ["spec"],
		properties: {
			apiVersion: {
				description: described.apiVersion,
				type: "string"
			},
			kind: {
				description: described.kind,
				type: "string"
			},
			metadata,
			spec,
			status: {
				description: "What it is, as programs have found it.",
				...structuralSchema(kind.status)
			}
		}
	};
}
// src/agents/crds/table-columns.ts
function tableColumns({ columns }) {
	return [...columns.map(({ name, path, type = "string" }) => ({
		name,
		type,
		jsonPath: path
	})), {
		name: "Age",
		type: "date",
		jsonPath: ".metadata.creationTimestamp"
	}];
}
// src/agents/crds/custom-resource.ts
const mostSelectable = 8;
function customResource(kind) {
	const schema = kindSchema(kind);
	const selectable = selectableFields(kind, schema);
	return {
		apiVersion: "apiextensions.k8s.io/v1",
		kind: "CustomResourceDefinition",
		metadata: { name: `${kind.plural}.${apiGroup}` },
		spec: {
			group: apiGroup,
			names: kindNames(kind),
			scope: "Namespaced",
			versions: [{
				name: versionName,
				served: true,
				storage: true,
				schema: { openAPIV3Schema: schema },
				subresources: { status: {} },
				...selectable.length === 0 ? {} : { selectableFields: selectable },
				additionalPrinterColumns: tableColumns(kind)
			}]
		}
	};
}
function customResources() {
	return allKinds.map(customResource);
}
function selectableFields({ columns }, schema) {
	return columns.filter(({ path, type }) => type !== "date" && isPlain(schema, path)).slice(0, mostSelectable).map(({ path }) => ({ jsonPath: path }));
}
function isPlain(schema, path) {
	const found = path.slice(1).split(".").reduce((at, key) => fieldsOf(fieldsOf(at).properties)[key], schema);
	return [
		"string",
		"integer",
		"boolean"
	].includes(String(fieldsOf(found).type));
}
// src/agents/crds/object-metadata.ts
const served = object({
	generateName: string().optional().describe("For a new object without a name: what its name begins with."),
	uid: string().optional().describe("Tells the object from others of its name, before and after it. Set by the server."),
	resourceVersion: string().optional().describe("Which change made the object what it is. A write that gives it is refused where there is a newer one."),
	generation: int().optional().describe("Counts the changes of the spec. Set by the server."),
	creationTimestamp: datetime().optional().describe("When it was made. Set by the server.")
});
function objectMetadata() {
	return {
		description: "What the object is called, and what the server says of it.",
		...structuralSchema(object({
			...writtenMetadata.partial().shape,
			...served.shape
		}))
	};
}
// src/agents/crds/explain-kind.ts
function explainKind(kind, path) {
	let schema = kindSchema(kind, objectMetadata());
	let isRequired = true;
	for (const [at, name] of path.entries()) {
		const { properties, required } = membersOf(schema);
		if (!Object.hasOwn(properties, name)) throw unknownField(kind, path.slice(0, at), name, properties);
		isRequired = required.includes(name);
		schema = properties[name];
	}
	const { properties, required } = membersOf(schema);
	return {
		field: fieldText(path.at(-1) ?? kind.kind, schema, isRequired),
		fields: Object.entries(properties).map(([name, inner]) => fieldText(name, inner, required.includes(name)))
	};
}
function membersOf(schema) {
	const { properties, required, items, additionalProperties } = fieldsOf(schema);
	if (isRecord(items)) return membersOf(items);
	if (isRecord(additionalProperties)) return membersOf(additionalProperties);
	return {
		properties: fieldsOf(properties),
		required: Array.isArray(required) ? required : []
	};
}
function fieldText(name, schema, isRequired) {
	const { description } = fieldsOf(schema);
	return {
		name,
		type: typeOf(schema),
		isRequired,
		...typeof description === "string" ? { description } : {},
		facts: factsOf(schema)
	};
}
function typeOf(schema) {
	const { type, items, additionalProperties } = fieldsOf(schema);
	if (isRecord(items)) return `[]${typeOf(items)}`;
	if (isRecord(additionalProperties)) return `map[string]${typeOf(additionalProperties)}`;
	return typeof type === "string" ? type : "any";
}
function factsOf(schema) {
	const fields = fieldsOf(schema);
	const { enum: allowed, default: initial, pattern, items, additionalProperties } = fields;
	const bounds = [
		boundsOf(fields.minimum, fields.maximum, "value"),
		boundsOf(fields.minLength, fields.maxLength, "characters"),
		boundsOf(fields.minItems, fields.maxItems, "entries")
	];
	return [
		...Array.isArray(allowed) ? [`One of: ${allowed.join(", ")}`] : [],
		...initial === void 0 ? [] : [`Default: ${JSON.stringify(initial)}`],
		...bounds.filter((line) => line !== void 0),
		...typeof pattern === "string" ? [`Pattern: ${pattern}`] : [],
		...[items, additionalProperties].filter(isRecord).flatMap(factsOf).map((fact) => `Each entry: ${fact}`)
	];
}
function boundsOf(least, most, what) {
	if (typeof least === "number" && typeof most === "number") return `${least} to ${most} ${what}`;
	if (typeof least === "number") return `at least ${least} ${what}`;
	return typeof most === "number" ? `at most ${most} ${what}` : void 0;
}
function unknownField({ kind }, path, name, properties) {
	const known = Object.keys(properties);
	const problem = `${[kind, ...path].join(".")} has no field ${JSON.stringify(name)}${suggestion(name, known)}`;
	const remedy = known.length === 0 ? "It has no fields." : `Its fields: ${known.join(", ")}.`;
	return new IdentikitError("RESOURCE_INVALID", problem, { remedy });
}
export { accessGraph, agentBudget, agentConfigGrant, agentConfigSet, agentMcpServer, agentPause, agentRole, agentRoleBinding, agentRunnerPool, agentSecretGrant, agentServiceAccount, agentSkill, agentStack, agentSubagent, agentToolEvent, agentToolProfile, agentTriggerRule, allKinds, apiGroup, apiVersion, applyManifests, byPlace, canI, changeBytes, checkReferences, checkResource, checkRights, checkRuleText, checkTwice, configKinds, customResources, declaredRoles, diffManifests, dotOf, examineResource, explainKind, fieldChanges, fieldImmutable, formatContinue, isGroupName, kindCalled, kindMeant, managedByRepository, meetsLabels, mermaidOf, nameOfObject, namedIdentity, namespaceName, objectChanged, objectColumns, objectExists, objectMissing, parseAsk, parseContinue, parseFieldSelector, parseLabelSelector, problemAt, readChanges, readClock, readClockForPages, refuseProblems, repositoryName, resourceOf, reviewAccess, settlingResource, sortedJson, tableColumns, tokenInvalid, watchTooOld, writtenOf };
