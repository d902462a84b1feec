import { Command, CommanderError, InvalidArgumentError, Option } from "../vendor/commander.js";
import { IdentikitError, asFault, choice, databaseOption, declareOptions, defineCommand, dryRunOption, envOptions, errorOf, exitCodeOf, flag, kebab, kindOption, list, logLine, nearest, networkOptions, openStandardInput, option, optionMeta, organizationOption, outputFile, parseOptions, positional, printedReportOptions, program, readStandardInput, registryOptions, requiredText, requirementOptions, reviewVerdictWords, rootOption, runAgents, runCommand, runPhaseWords, sbomOption, signatureOption, signingOptions, stopOnSignals, systemClock, text, trustOptions, workspaceActionWords } from "./faces.js";
import { _default, _enum, _gte, _lte, _minLength, _regex, array, int, number as number$1, optional, string } from "../vendor/faces.js";
import { bake } from "./bake-identity.js";
import { changes } from "./change-gate.js";
import { check } from "./check.js";
import { configExport } from "./export-config.js";
import { configImport } from "./import-config.js";
import { configSync } from "./sync-config.js";
import { dispatch } from "./dispatch-agent.js";
import { fetch } from "./fetch-template.js";
import { gate } from "./drift-gate.js";
import { materialize } from "./materialize-template.js";
import { promote } from "./promote-image.js";
import { publish } from "./publish-image.js";
import { reconcile } from "./reconcile.js";
import { render } from "./render-env.js";
import { validate } from "./validate.js";
import { writeBack } from "./write-back.js";
import { passOverClosedPipe } from "./first.js";
import { dirname, resolve } from "node:path";
import { styleText } from "node:util";
// src/commands/options/access.ts
const accessOptions = () => ({
	organization: text("NAME", "The organisation; the settings' (platform.organization) if left out."),
	...rootOption(),
	...databaseOption()
});
const repositoryOption = () => ({ repository: text("OWNER/REPO", "The repository that it is about; without one, only what holds in the whole organisation counts.") });
const asGroupOption = () => ({ asGroup: list("GROUP", "A group that they are in: a team as ORGANISATION/TEAM, or a permission such as forge:write:OWNER/REPO.") });
const personOptions = () => ({
	as: text("LOGIN", "Who asks, as the forge knows them; in CI who started the job, if left out."),
	...asGroupOption()
});
// src/commands/access-can-i/access-can-i.ts
const options$59 = declareOptions(() => ({
	verb: positional(requiredText("VERB", "What is to be done, such as create, update or use.")),
	resource: positional(requiredText("RESOURCE", "With what: a kind of object, such as agentdispatchruns, one object as agentstacks/NAME, or a path such as /metrics.")),
	name: positional(text("NAME", "The one object that is meant.")),
	subresource: text("PART", "A part of the object, such as cancel or decision."),
	as: text("LOGIN", "Who: a login of the forge, or system:serviceaccount:ORGANISATION:NAME; in a CI job its actor if left out."),
	...asGroupOption(),
	...repositoryOption(),
	...accessOptions()
}));
const accessCanI = defineCommand({
	name: "access can-i",
	summary: "Say whether somebody may do something, and which role gives it; exit 2 where they may not.",
	example: "identikit access can-i use agentstacks/fixer --as mira --as-group tidewater/harbour-masters",
	options: options$59,
	body: () => import("../commands/access-can-i.js")
});
// src/commands/access-graph/access-graph.ts
const options$58 = declareOptions(() => ({
	format: choice([
		"text",
		"mermaid",
		"dot"
	], "text", "The form: lines, a Mermaid flowchart, or Graphviz."),
	repository: list("OWNER/REPO", "A repository whose permissions on the forge are shown, too, with the roles that they give."),
	...accessOptions()
}));
const accessGraph = defineCommand({
	name: "access graph",
	summary: "Show who has which role and is given what, and where that differs from what the repository declares.",
	example: "identikit access graph --format mermaid",
	options: options$58,
	body: () => import("../commands/access-graph.js")
});
// src/commands/access-review/access-review.ts
const options$57 = declareOptions(() => ({
	who: positional(requiredText("WHO", "A login, system:serviceaccount:ORGANISATION:NAME, or a group: ORGANISATION/TEAM or forge:LEVEL:OWNER/REPO.")),
	...asGroupOption(),
	...repositoryOption(),
	...accessOptions()
}));
const accessReview = defineCommand({
	name: "access review",
	summary: "Show everything that somebody may do in agent runs, by the bindings that give it.",
	example: "identikit access review tidewater/harbour-masters",
	options: options$57,
	body: () => import("../commands/access-review.js")
});
// src/commands/access-ticket-key/access-ticket-key.ts
const options$56 = declareOptions(() => ({
	to: text("FILE", "Write the keys to FILE; standard output if left out."),
	...rootOption()
}));
const accessTicketKey = defineCommand({
	name: "access ticket-key",
	summary: "Print the public keys with which runners check tickets; they follow from the secret keys.",
	example: "identikit access ticket-key --to ticket.pem",
	options: options$56,
	body: () => import("../commands/access-ticket-key.js")
});
// src/commands/options/manifest-files.ts
const files = _default(array(string().check(_minLength(1, "must not be empty"))), []);
const manifestFiles = () => ({ file: option(files, {
	kind: "list",
	short: "f",
	value: "FILE|DIR|-",
	description: "A file of manifests, a folder of them, or - for standard input; the repository's own folder if left out."
}) });
const everywhereOption = () => ({ allOrganizations: flag("Let roles and bindings give rights beyond the repository's organisation, for whoever runs the server.") });
// src/commands/apply/apply.ts
const options$55 = declareOptions(() => ({
	...manifestFiles(),
	...everywhereOption(),
	...dryRunOption(),
	...rootOption(),
	...databaseOption()
}));
const apply = defineCommand({
	name: "apply",
	summary: "Make objects of the agent platform what manifests say; all of them or none.",
	example: "identikit apply -f agents/rules.yaml",
	options: options$55,
	body: () => import("../commands/apply.js")
});
// src/commands/approve/approve.ts
const options$54 = declareOptions(() => ({
	name: positional(requiredText("NAME", "The approval.")),
	digest: positional(requiredText("DIGEST", "What was looked at: spec.artifactDigest of the approval. Of anything else nothing is approved.")),
	reject: flag("Refuses it instead."),
	reason: text("TEXT", "Why, for who reads it later."),
	as: text("LOGIN", "Who decides, as the forge knows them; in CI who started the job, if left out."),
	...asGroupOption(),
	...accessOptions()
}));
const approve = defineCommand({
	name: "approve",
	summary: "Decide what a run waits for; who may is a matter of roles, and each try is on record.",
	example: `identikit approve a-0f3a sha256:${"0".repeat(64)} --as mira --as-group forge:write:tidewater/berths`,
	options: options$54,
	body: () => import("../commands/approve.js")
});
// src/commands/audit-export/audit-export.ts
const options$53 = declareOptions(() => ({
	...rootOption(),
	...databaseOption()
}));
const auditExport = defineCommand({
	name: "audit export",
	summary: "Print the audit of agent runs with its chain, as JSON lines: who had what done, with what.",
	example: "identikit audit export > audit.jsonl",
	options: options$53,
	body: () => import("../commands/audit-export.js")
});
// src/commands/audit-verify/audit-verify.ts
const options$52 = declareOptions(() => ({
	expect: text("HEADS", "The heads that an earlier check printed, or a file that holds them; finds an end that was cut off."),
	...rootOption(),
	...databaseOption()
}));
const auditVerify = defineCommand({
	name: "audit verify",
	summary: "Check the hash chain of the audit of agent runs; exit code 2 where it was changed, 1 where that cannot be told.",
	example: "identikit audit verify --expect audit.heads",
	options: options$52,
	body: () => import("../commands/audit-verify.js")
});
// src/commands/backup/backup.ts
const options$51 = declareOptions(() => ({
	to: requiredText("FILE", "The backup to write, mode 0600; sealed secrets, access log and render queue included."),
	...rootOption(),
	...databaseOption()
}));
const backup = defineCommand({
	name: "backup",
	summary: "Write everything that the config database holds to a file, while others use it.",
	example: "identikit backup --to config.backup",
	options: options$51,
	body: () => import("../commands/backup.js")
});
// src/commands/boot/boot.ts
const options$50 = declareOptions(() => {
	const { envRoot, accessor, events, accessLog } = envOptions();
	return {
		name: positional(requiredText("NAME", "A template of the manifest, or a runtime that one serves.")),
		program: program("After --: the program that takes this process's place, with its arguments."),
		volume: requiredText("DIR", "The data volume."),
		agent: text("NAME", "The agent whose env directory is rendered; none is rendered if left out."),
		identity: text("DIR", "Where the identity lies in the image; the setting identity.destination if left out."),
		secrets: text("DIR", "Bootstrap secrets: one file each, named as the variable that would hold it, such as IDENTIKIT_TEMPLATE_TOKEN."),
		secretVariable: list("VARIABLE", "A bootstrap secret in the environment. Variables of this kind that are not named are not read."),
		locked: flag("Deliver only what identikit.lock says, and refuse anything else."),
		strict: flag("Make a card that does not name the skills that are delivered an error."),
		envRoot,
		accessor,
		events,
		accessLog,
		onMissingSecret: choice(["skip", "fail"], "skip", "A missing secret leaves the agent with the files of its last render, and is reported; or it keeps the agent from starting."),
		...networkOptions(),
		...rootOption(),
		...databaseOption()
	};
});
const boot = defineCommand({
	name: "boot",
	summary: "Start an agent: deliver its template or fall back to the identity in the image, render, run the program.",
	example: "identikit boot platform-agent --volume /configs --agent concierge --secrets /run/secrets -- agent serve",
	options: options$50,
	body: () => import("../commands/boot.js")
});
// src/commands/cache/cache.ts
const options$49 = declareOptions(() => ({ clear: flag("Remove everything that is cached, and the key that vouches for it.") }));
const cache = defineCommand({
	name: "cache",
	summary: "Show what is kept on this machine to save time, or clear it.",
	example: "identikit cache --clear",
	options: options$49,
	body: () => import("../commands/cache.js")
});
// src/commands/completion/completion.ts
const shells = [
	"bash",
	"zsh",
	"fish"
];
const options$48 = declareOptions(() => ({ shell: positional(option(_enum(shells), {
	kind: "text",
	value: shells.join("|"),
	description: "The shell."
})) }));
const completion = defineCommand({
	name: "completion",
	summary: "Print a script that lets a shell complete commands, options and their values.",
	example: "eval \"$(identikit completion bash)\"",
	options: options$48,
	body: () => import("../commands/completion.js")
});
// src/commands/options/row.ts
const editableTables = [
	"plugin_binding",
	"plugin_marketplace",
	"mcp_server",
	"skill",
	"system_prompt",
	"client_setting",
	"client_file",
	"agent_type_config"
];
const tableOption = () => ({ table: positional(option(_enum(editableTables), {
	kind: "text",
	value: editableTables.join("|"),
	description: "The kind of row."
})) });
const scopeOptions = () => ({
	scope: choice([
		"global",
		"type",
		"instance"
	], "global", "For all agents, for the agents of one type, or for one agent. A narrower scope wins."),
	ref: text("NAME", "With --scope type the type's name, with --scope instance the agent's.")
});
// src/commands/config-history/config-history.ts
const tables = [
	"agent_type",
	"agent",
	...editableTables,
	"secret"
];
const bounded = (most, standard, description) => option(_default(number$1().check(int(), _gte(1), _lte(most)), standard), {
	kind: "text",
	value: "N",
	description
});
const options$47 = declareOptions(() => ({
	entry: positional(option(optional(number$1().check(int(), _gte(1))), {
		kind: "text",
		value: "ENTRY",
		description: "Only this entry."
	})),
	table: option(optional(_enum(tables)), {
		kind: "text",
		value: tables.join("|"),
		description: "Only changes of rows of this kind."
	}),
	key: text("KEY", "Only changes of rows with this in their key: a name, an agent, a type, a scope."),
	limit: bounded(1e4, 20, "Show N entries at most, the newest first."),
	changes: bounded(1e4, 20, "Show N changes of an entry at most; the others are counted."),
	...rootOption(),
	...databaseOption()
}));
const configHistory = defineCommand({
	name: "config history",
	summary: "Show what changed in the config database, when, by whom and from what, with each value before and after.",
	example: "identikit config history --key concierge",
	options: options$47,
	body: () => import("../commands/config-history.js")
});
// src/commands/config-list/config-list.ts
const scopes = [
	"builtin",
	"global",
	"type",
	"instance"
];
const options$46 = declareOptions(() => ({
	table: positional(option(optional(_enum(editableTables)), {
		kind: "text",
		value: editableTables.join("|"),
		description: "Only rows of this kind."
	})),
	scope: option(optional(_enum(scopes)), {
		kind: "text",
		value: scopes.join("|"),
		description: "Only rows of this scope."
	}),
	ref: text("NAME", "Only rows of this type or agent."),
	key: text("KEY", "Only rows of this key."),
	limit: option(_default(number$1().check(int(), _gte(1), _lte(1e6)), 1e3), {
		kind: "text",
		value: "N",
		description: "Show N rows at most; the others are counted."
	}),
	...rootOption(),
	...databaseOption()
}));
const configList = defineCommand({
	name: "config list",
	summary: "List rows of the config database with scope, key and value; secret-like parts are hidden.",
	example: "identikit config list mcp_server --scope instance --ref concierge",
	options: options$46,
	body: () => import("../commands/config-list.js")
});
// src/commands/config-migrate/config-migrate.ts
const options$45 = declareOptions(() => ({
	plan: flag("Change nothing: list what would change, and the rows that are in the way; exit code 2 for either."),
	...rootOption(),
	...databaseOption()
}));
const configMigrate = defineCommand({
	name: "config migrate",
	summary: "Bring the config database to this release's schema, in one transaction.",
	example: "identikit config migrate --plan",
	options: options$45,
	body: () => import("../commands/config-migrate.js")
});
// src/commands/config-plan/config-plan.ts
const options$44 = declareOptions(() => ({
	file: positional(requiredText("FILE", "The bundle.")),
	prune: flag("Count the rows that the bundle lacks as deletions."),
	out: outputFile("Write the plan to FILE, for config import --plan; - is standard output."),
	format: choice([
		"text",
		"json",
		"markdown"
	], "text", "The form in which the changes are printed, with what each value was and is; secret-like parts are hidden."),
	...signatureOption(),
	...rootOption(),
	...databaseOption()
}));
const configPlan = defineCommand({
	name: "config plan",
	summary: "Show what importing a bundle would create, change and delete; exit 2 where there is something.",
	example: "identikit config plan config.bundle --out config.plan",
	options: options$44,
	body: () => import("../commands/config-plan.js")
});
// src/commands/config-rollback/config-rollback.ts
const options$43 = declareOptions(() => ({
	point: positional(requiredText("POINT", "An entry of config history (0 is the state before the first), or a time such as 2026-07-01T09:30:00Z. Later changes are taken back.")),
	...dryRunOption(),
	...rootOption(),
	...databaseOption()
}));
const configRollback = defineCommand({
	name: "config rollback",
	summary: "Give the rows of the config database the content that they had after an entry of the history or at a time.",
	example: "identikit config rollback 12 --dry-run",
	options: options$43,
	body: () => import("../commands/config-rollback.js")
});
// src/commands/config-set/config-set.ts
const options$42 = declareOptions(() => ({
	...tableOption(),
	key: positional(requiredText("KEY", "The entry: plugin@marketplace; the name of a server, a marketplace or a skill; system for a prompt; a setting's name, such as model or hooks.PreToolUse; a client's file, such as agents/reviewer.md.")),
	value: positional(text("VALUE", "JSON, or the text of a prompt or of a client's file. A plugin is switched on where it is left out. Everybody on this machine can see it while the command runs.")),
	file: text("FILE", "Read the value from FILE, a skill from a directory; - is standard input."),
	...scopeOptions(),
	off: flag("Take the entry of a wider scope away here, instead of giving it a value."),
	literal: flag("Store the value although something in it looks like a credential."),
	...dryRunOption(),
	...rootOption(),
	...databaseOption()
}));
const configSet = defineCommand({
	name: "config set",
	summary: "Write one row of the config database, for all agents, a type or one agent.",
	example: "identikit config set plugin_binding gopls-lsp@claude-plugins-official --scope instance --ref concierge",
	options: options$42,
	body: () => import("../commands/config-set.js")
});
// src/commands/config-show/config-show.ts
const options$41 = declareOptions(() => ({
	agent: positional(requiredText("AGENT", "The agent's name.")),
	...rootOption(),
	...databaseOption()
}));
const configShow = defineCommand({
	name: "config show",
	summary: "Show one agent's resolved config, with the scope that each value came from and what it overrode.",
	example: "identikit config show concierge",
	options: options$41,
	body: () => import("../commands/config-show.js")
});
// src/commands/config-unset/config-unset.ts
const options$40 = declareOptions(() => ({
	...tableOption(),
	key: positional(requiredText("KEY", "The entry, as config list shows it.")),
	...scopeOptions(),
	...dryRunOption(),
	...rootOption(),
	...databaseOption()
}));
const configUnset = defineCommand({
	name: "config unset",
	summary: "Delete one row of the config database; what a wider scope says then holds again.",
	example: "identikit config unset plugin_binding review@acme --scope instance --ref concierge",
	options: options$40,
	body: () => import("../commands/config-unset.js")
});
// src/commands/containers-rebuild/containers-rebuild.ts
const options$39 = declareOptions(() => {
	const { envRoot, accessor, events, reason, accessLog } = envOptions();
	return {
		name: positional(text("NAME", "Only this agent's containers; those of every agent if left out.")),
		image: text("REF", "The image to go to, as the engine names it; each container's own reference if left out."),
		settle: option(optional(number$1().check(_gte(0), _lte(3600))), {
			kind: "text",
			value: "SECONDS",
			description: "How long a new container must stay up before the old one is removed; the setting containers.settleSeconds (5) if left out."
		}),
		accept: list("FIELD", "A field of docker inspect that may be lost or differ in the new container, such as HostConfig.Runtime."),
		onlyIdle: flag("Leave containers alone in which a task runs: an exec session, or .identikit-task in the env directory."),
		...dryRunOption(),
		envRoot,
		accessor,
		events,
		reason,
		accessLog,
		...rootOption(),
		...databaseOption()
	};
});
const containersRebuild = defineCommand({
	name: "containers rebuild",
	summary: "Recreate agents' containers from the current image with freshly rendered env directories; roll back where one does not come up.",
	example: "identikit containers rebuild concierge --env-root /srv/agents",
	options: options$39,
	body: () => import("../commands/containers-rebuild.js")
});
// src/commands/controller/controller.ts
const options$38 = declareOptions(() => ({
	once: flag("Ends when nothing is due any more, as a scheduled CI job does; without it, it runs until it is stopped."),
	controllers: list("NAME", "A controller that runs, such as approval, or several with commas; all of them if none is named."),
	memory: text("DIR", "A checkout of the memory repository, with its history: what its state and its sources say is read there."),
	writeBack: flag("Also decides about what attempts ask to have written, and writes back what is approved, with the token of IDENTIKIT_HOST_TOKEN: then one run finishes everything after a crash. Not together with --start-programs, whose programs could read the token."),
	startPrograms: flag("Starts programs that stacks and config rows name (MCP servers on standard input, command adapters) to see whether they work. They run as the user of this process and could read its keys: use it in a job that has none that it can do without."),
	...rootOption(),
	...databaseOption()
}));
const controller = defineCommand({
	name: "controller",
	summary: "Run the controllers of the agent platform: what changed is looked at, and what follows from it is done.",
	example: "identikit controller --once",
	options: options$38,
	body: () => import("../commands/controller.js")
});
// src/commands/crds/crds.ts
const options$37 = declareOptions(() => ({ to: text("DIR", "A directory to write one file a kind into; standard output as one stream if left out.") }));
const crds = defineCommand({
	name: "crds",
	summary: "Write the CustomResourceDefinitions of all kinds, for clusters that keep the same objects.",
	example: "identikit crds | kubectl apply -f -",
	options: options$37,
	body: () => import("../commands/crds.js")
});
// src/commands/delete/delete.ts
const options$36 = declareOptions(() => ({
	kind: positional(text("KIND", "A kind: its plural, its name or a short name, such as rules; or KIND/NAME.")),
	name: positional(text("NAME", "The object's name.")),
	file: option(_default(array(string().check(_minLength(1, "must not be empty"))), []), {
		kind: "list",
		short: "f",
		value: "FILE|DIR|-",
		description: "Manifests of the objects, in place of KIND and NAME."
	}),
	...organizationOption(),
	...dryRunOption(),
	...rootOption(),
	...databaseOption()
}));
const deleteObjects = defineCommand({
	name: "delete",
	summary: "Delete objects of the agent platform that were made by hand; all of them or none.",
	example: "identikit delete rule fix-on-label",
	options: options$36,
	body: () => import("../commands/delete.js")
});
// src/commands/diff/diff.ts
const options$35 = declareOptions(() => ({
	...manifestFiles(),
	...everywhereOption(),
	format: choice(["text", "json"], "text", "The form in which the changes are printed."),
	...rootOption(),
	...databaseOption()
}));
const diff = defineCommand({
	name: "diff",
	summary: "Show field by field what applying manifests would change; exit 2 where there is something.",
	example: "identikit diff -f agents/rules.yaml",
	options: options$35,
	body: () => import("../commands/diff.js")
});
// src/commands/doctor/doctor.ts
const options$34 = declareOptions(() => ({
	token: flag("Also ask the servers of templates what their tokens may do, and warn where one may write."),
	...rootOption(),
	...databaseOption()
}));
const doctor = defineCommand({
	name: "doctor",
	summary: "Say what this machine and this repository have, what is missing, and how to get it.",
	example: "identikit doctor",
	options: options$34,
	body: () => import("../commands/doctor.js")
});
// src/commands/events/events.ts
const options$33 = declareOptions(() => ({
	listen: requiredText("ADDR", "HOST:PORT; without a host, this machine only; port 0 takes a free one."),
	auth: choice(["loopback", "token"], "loopback", "Who may listen: this machine, or whoever sends the token in IDENTIKIT_EVENTS_TOKEN."),
	events: text("FILE", "The file that runs append their events to; .identikit/events.jsonl if left out."),
	...rootOption()
}));
const events = defineCommand({
	name: "events",
	summary: "Serve the events of renders and reconciles as server-sent events, until it is stopped.",
	example: "identikit events --listen 127.0.0.1:8787",
	options: options$33,
	body: () => import("../commands/events.js")
});
// src/commands/explain/explain.ts
const options$32 = declareOptions(() => ({ what: positional(requiredText("KIND[.PATH]", "A kind, or a field of it, such as agenttriggerrules.spec.match.")) }));
const explain = defineCommand({
	name: "explain",
	summary: "Say what a kind of object is for, and what each of its fields takes.",
	example: "identikit explain agenttriggerrules.spec.match",
	options: options$32,
	body: () => import("../commands/explain.js")
});
// src/commands/get/get.ts
const forms = [
	"table",
	"wide",
	"yaml",
	"json",
	"name"
];
const options$31 = declareOptions(() => ({
	...kindOption(),
	name: positional(text("NAME", "Its name; all of the kind if left out.")),
	output: option(_default(_enum(forms), "table"), {
		kind: "text",
		short: "o",
		value: forms.join("|"),
		description: "The form: json is the whole object; yaml of what people declare is what apply takes again."
	}),
	selector: option(optional(string()), {
		kind: "text",
		short: "l",
		value: "SELECTOR",
		description: "Only objects with these labels, such as team=berths,!old."
	}),
	fieldSelector: text("SELECTOR", "Only objects with these fields, such as status.phase=Queued."),
	...organizationOption(),
	allOrganizations: flag("Objects of every organisation."),
	...rootOption(),
	...databaseOption()
}));
const get = defineCommand({
	name: "get",
	summary: "Show objects of the agent platform: a table of a kind, or objects as YAML or JSON.",
	example: "identikit get rules -o yaml",
	options: options$31,
	body: () => import("../commands/get.js")
});
// src/commands/image-validate/image-validate.ts
const options$30 = declareOptions(() => ({
	image: positional(requiredText("REF", "The image: docker://HOST/REPOSITORY:TAG, oci:DIR:TAG, docker-archive:FILE or docker-daemon:NAME.")),
	...printedReportOptions(),
	...registryOptions(),
	...rootOption()
}));
const imageValidate = defineCommand({
	name: "image validate",
	summary: "Read a whole image, every platform and layer, and say what is wrong with it.",
	example: "identikit image validate docker://registry.example/molecule-ai/platform-platform-agent:staging",
	options: options$30,
	body: () => import("../commands/image-validate.js")
});
// src/commands/image-verify/image-verify.ts
const options$29 = declareOptions(() => ({
	image: positional(requiredText("REF", "The image: docker://HOST/REPOSITORY:TAG, or oci:DIR:TAG.")),
	...requirementOptions(),
	...printedReportOptions(),
	...registryOptions(),
	...rootOption()
}));
const imageVerify = defineCommand({
	name: "image verify",
	summary: "Verify who signed an image and what is said of it; exit code 2 where nobody who counts has signed it, or a statement that was required is missing.",
	example: "identikit image verify docker://registry.example/molecule-ai/platform-platform-agent:staging --verify-key cosign.pub",
	options: options$29,
	body: () => import("../commands/image-verify.js")
});
// src/commands/init/init.ts
const options$28 = declareOptions(() => ({
	dir: positional(text("DIR", "Where the repository is made; the working directory if left out.")),
	package: text("SPEC", "What package.json asks npm for: a version range, a tarball or an address; this release if left out."),
	dryRun: flag("Say what would be written, and write nothing."),
	...rootOption()
}));
const init = defineCommand({
	name: "init",
	summary: "Make a source-of-truth repository that works at once: one template, one agent, a workflow, npm start.",
	example: "identikit init fleet",
	options: options$28,
	body: () => import("../commands/init.js")
});
// src/commands/kubeconfig/kubeconfig.ts
const span = /^([1-9]\d{0,4})(m|h|d)$/;
const options$27 = declareOptions(() => ({
	to: text("FILE", "The file that is written, for its owner only; .identikit/kubeconfig if left out."),
	server: option(_default(string().check(_minLength(1)), "http://127.0.0.1:7411"), {
		kind: "text",
		value: "URL",
		description: "Where identikit serve listens: http on this machine, https elsewhere."
	}),
	as: text("LOGIN", "Whose token it is, as the forge knows them; in CI who started the job, if left out."),
	...asGroupOption(),
	serviceAccount: text("NAME", "A service account instead of a person."),
	validFor: option(_default(string().check(_regex(span, "must be a span such as 90m, 12h or 30d")), "12h"), {
		kind: "text",
		value: "SPAN",
		description: "How long the token is good for, 90 days at most."
	}),
	scope: list("SCOPE", "What the token is good for and no more: read, read:KIND or write:KIND with the plural of a kind, or an action such as dispatch or approve. Everything that its holder may do if left out."),
	withdraw: flag("Takes all tokens of theirs away, and writes nothing."),
	...accessOptions()
}));
const kubeconfig = defineCommand({
	name: "kubeconfig",
	summary: "Write the file by which kubectl finds a server of ours, with a new token in it.",
	example: "identikit kubeconfig --as mira --as-group forge:maintain:tidewater/fleet",
	options: options$27,
	body: () => import("../commands/kubeconfig.js")
});
// src/commands/new-template/new-template.ts
const options$26 = declareOptions(() => ({
	name: positional(requiredText("NAME", "The template's name: lower-case letters, digits, dots, dashes and underscores.")),
	into: text("DIR", "Where it is made; templates/NAME of the repository if left out, or NAME outside of one."),
	runtime: text("RUNTIME", "The program that runs its agents; the template's own name if left out."),
	dryRun: flag("Say what would be written, and write nothing."),
	...rootOption()
}));
const newTemplate = defineCommand({
	name: "new template",
	summary: "Make a template that works at once: config.yaml, a prompt, a skill.",
	example: "identikit new template reviewer --runtime claude-code",
	options: options$26,
	body: () => import("../commands/new-template.js")
});
// src/commands/outbox/outbox.ts
const file = (description) => option(string().check(_minLength(1)), {
	kind: "text",
	value: "FILE",
	description
});
const options$25 = declareOptions(() => ({
	file: file("Where requests are appended, a line of JSON each."),
	answers: file("Where the answers of people are read from."),
	ask: list("TOOL", "A tool of the client that a person is asked for; a server (mcp__NAME) or * for the others."),
	closed: list("SERVER", "A server (mcp__NAME) of which no other tools may be used than those of --ask.")
}));
const outbox = defineCommand({
	name: "outbox",
	summary: "Serve an agent's outbox as an MCP server on standard input and output: a tool for each kind of request that an agent can make.",
	example: "identikit outbox --file requests.jsonl --answers answers.jsonl",
	options: options$25,
	body: () => import("../commands/outbox.js")
});
// src/commands/pause/pause.ts
const options$24 = declareOptions(() => ({
	kind: positional(option(_enum([
		"organization",
		"repository",
		"rule",
		"stack"
	]), {
		kind: "text",
		value: "organization|repository|rule|stack",
		description: "What is stopped."
	})),
	name: positional(requiredText("NAME", "Its name; OWNER/REPO for a repository.")),
	reason: requiredText("TEXT", "Why, as everybody reads it who is refused."),
	until: text("TIME", "When it ends by itself, such as 2026-01-02T03:04:05Z; when it is deleted if left out."),
	as: text("LOGIN", "Who stops it; in CI who started the job, if left out."),
	...accessOptions()
}));
const pause = defineCommand({
	name: "pause",
	summary: "Stop the agents of an organisation, a repository, a rule or a stack at once, and take back what they were given.",
	example: "identikit pause repository tidewater/berths --reason \"a token leaked\"",
	options: options$24,
	body: () => import("../commands/pause.js")
});
// src/commands/pipeline/pipeline.ts
const options$23 = declareOptions(() => ({
	name: list("NAME", "A template to bake, gate and publish, by its name in the manifest; identity.template of the settings if left out."),
	base: text("REF", "The image that the identity is put on; image.base of the settings, else `scratch`, if left out. {name} stands for the template's name."),
	to: text("REPO", "Where the image is published; an OCI layout under .identikit if left out. Of several, each but that of the settings goes to REPO-NAME, or write {name} where the name belongs."),
	envRoot: text("DIR", "Where the env directories go; the setting envRoot (.identikit/env) if left out."),
	locked: flag("Fetch only what identikit.lock says, and refuse anything else."),
	onMissingSecret: choice(["fail", "skip"], "fail", "Fail, or leave the agent out and go on."),
	...signingOptions(),
	...sbomOption(),
	...requirementOptions(),
	...rootOption(),
	...databaseOption()
}));
const pipeline = defineCommand({
	name: "pipeline",
	summary: "Run the whole chain on the embedded defaults: fetch, sync, bake, gate, export, import, render, publish.",
	example: "identikit pipeline --root examples/fleet",
	options: options$23,
	body: () => import("../commands/pipeline.js")
});
// src/commands/queue/queue.ts
const options$22 = declareOptions(() => ({
	...rootOption(),
	...databaseOption()
}));
const queue = defineCommand({
	name: "queue",
	summary: "Show the render queue: agents that are due, that a worker has, and that fail, with the next try. It only reads.",
	example: "identikit queue",
	options: options$22,
	body: () => import("../commands/queue.js")
});
// src/commands/restore/restore.ts
const options$21 = declareOptions(() => ({
	file: positional(requiredText("FILE", "The backup.")),
	replace: flag("Delete what the database holds; without it, the database must hold nothing."),
	...rootOption(),
	...databaseOption()
}));
const restore = defineCommand({
	name: "restore",
	summary: "Make the config database hold what a backup holds, of either kind: all of it or nothing.",
	example: "identikit restore config.backup",
	options: options$21,
	body: () => import("../commands/restore.js")
});
// src/commands/options/run.ts
const runNameOption = () => ({ name: positional(requiredText("NAME", "The run.")) });
const runActionOptions = () => ({
	...runNameOption(),
	...personOptions(),
	...accessOptions()
});
// src/commands/runs-cancel/runs-cancel.ts
const options$20 = declareOptions(runActionOptions);
const runsCancel = defineCommand({
	name: "runs cancel",
	summary: "End a run: its attempt, its ticket and its CI job.",
	example: "identikit runs cancel run-0f3a --as mira --as-group forge:write:tidewater/berths",
	options: options$20,
	body: () => import("../commands/runs-cancel.js")
});
// src/commands/runs-continue/runs-continue.ts
const options$19 = declareOptions(() => ({
	...runActionOptions(),
	message: requiredText("TEXT", "What the agent is told.")
}));
const runsContinue = defineCommand({
	name: "runs continue",
	summary: "Queue a run that is over for an attempt with a message to the agent.",
	example: "identikit runs continue run-0f3a --message \"Add a test.\" --as mira --as-group forge:write:tidewater/berths",
	options: options$19,
	body: () => import("../commands/runs-continue.js")
});
// src/commands/runs-events/runs-events.ts
const number = (least, initial, description) => option(_default(number$1().check(int(), _gte(least)), initial), {
	kind: "text",
	value: "N",
	description
});
const options$18 = declareOptions(() => ({
	...runNameOption(),
	attempt: text("NAME", "The attempt; the one that counts if left out."),
	after: number(0, 0, "Only events with a greater number."),
	limit: number(1, 500, "Events at most; --follow has no bound."),
	follow: flag("Goes on until the attempt is over, and prints each event as it comes."),
	...accessOptions()
}));
const runsEvents = defineCommand({
	name: "runs events",
	summary: "Show what happened in a run, event by event, while it works or afterwards.",
	example: "identikit runs events run-0f3a --after 120 --follow",
	options: options$18,
	body: () => import("../commands/runs-events.js")
});
// src/commands/runs-fork/runs-fork.ts
const options$17 = declareOptions(() => ({
	...runActionOptions(),
	message: text("TEXT", "What the agent is told; what it was told at first if left out.")
}));
const runsFork = defineCommand({
	name: "runs fork",
	summary: "Queue a run that is over for an attempt that goes on from a copy of its session.",
	example: "identikit runs fork run-0f3a --message \"Try the other way.\" --as mira --as-group forge:write:tidewater/berths",
	options: options$17,
	body: () => import("../commands/runs-fork.js")
});
// src/commands/runs-list/runs-list.ts
const options$16 = declareOptions(() => ({
	phase: option(optional(_enum(runPhaseWords)), {
		kind: "text",
		value: runPhaseWords.join("|"),
		description: "Only runs in this phase."
	}),
	stack: text("NAME", "Only runs of this stack."),
	repository: text("OWNER/REPO", "Only runs on this repository."),
	rule: text("NAME", "Only runs that this rule started."),
	limit: option(_default(number$1().check(int(), _gte(1), _lte(500)), 50), {
		kind: "text",
		value: "NUMBER",
		description: "Runs in a page, 500 at most."
	}),
	continue: text("TOKEN", "Where the page before ended, as it says."),
	...accessOptions()
}));
const runsList = defineCommand({
	name: "runs list",
	summary: "List runs, the newest first, a page at a time.",
	example: "identikit runs list --phase Waiting --repository tidewater/berths",
	options: options$16,
	body: () => import("../commands/runs-list.js")
});
// src/commands/runs-resume/runs-resume.ts
const options$15 = declareOptions(() => ({
	...runActionOptions(),
	message: text("TEXT", "What the agent is told; what it was told at first if left out.")
}));
const runsResume = defineCommand({
	name: "runs resume",
	summary: "Queue a run that is over for an attempt that goes on with its session.",
	example: "identikit runs resume run-0f3a --message \"Go on.\" --as mira --as-group forge:write:tidewater/berths",
	options: options$15,
	body: () => import("../commands/runs-resume.js")
});
// src/commands/runs-retry/runs-retry.ts
const options$14 = declareOptions(runActionOptions);
const runsRetry = defineCommand({
	name: "runs retry",
	summary: "Queue a run that is over for another attempt, with the same context.",
	example: "identikit runs retry run-0f3a --as mira --as-group forge:write:tidewater/berths",
	options: options$14,
	body: () => import("../commands/runs-retry.js")
});
// src/commands/runs-review/runs-review.ts
const options$13 = declareOptions(() => ({
	name: positional(requiredText("NAME", "The review, as runs show names it.")),
	verdict: positional(option(_enum(reviewVerdictWords), {
		kind: "text",
		value: reviewVerdictWords.join("|"),
		description: "It may be written back; or changes are needed first, and nothing of its run is written."
	})),
	reason: text("TEXT", "Why, for who reads it later."),
	...personOptions(),
	...accessOptions()
}));
const runsReview = defineCommand({
	name: "runs review",
	summary: "Decide about a review that an agent wrote; while it asks for changes, nothing of its run is written back.",
	example: "identikit runs review run-0f3a-review resolve --as mira --as-group forge:write:tidewater/berths",
	options: options$13,
	body: () => import("../commands/runs-review.js")
});
// src/commands/runs-show/runs-show.ts
const options$12 = declareOptions(() => ({
	...runNameOption(),
	...accessOptions()
}));
const runsShow = defineCommand({
	name: "runs show",
	summary: "Show one run: how far it is and why, what it is made from, what came of it, and what to do next.",
	example: "identikit runs show run-0f3a",
	options: options$12,
	body: () => import("../commands/runs-show.js")
});
// src/commands/runs-verify/runs-verify.ts
const options$11 = declareOptions(() => ({
	name: positional(requiredText("NAME", "The run.")),
	organization: text("NAME", "Whose run it is; that of the settings if left out."),
	expect: text("HEADS", "The heads of the audit that an earlier check printed, or a file that holds them; finds an end that was cut off."),
	forge: flag("Read what was pushed back from the forge, too; else it is unverified."),
	...rootOption(),
	...databaseOption()
}));
const runsVerify = defineCommand({
	name: "runs verify",
	summary: "Work out every digest of a run again; exit code 2 where one differs, 1 where something could not be looked at.",
	example: "identikit runs verify run-0f3a --forge",
	options: options$11,
	body: () => import("../commands/runs-verify.js")
});
// src/commands/runs-write-back/runs-write-back.ts
const options$10 = declareOptions(() => ({
	...runActionOptions(),
	request: text("JSON", "What is to be written, as a line of an outbox says it, such as {\"type\":\"comment\",\"body\":\"Done.\"}; standard input if left out.")
}));
const runsWriteBack = defineCommand({
	name: "runs write-back",
	summary: "Ask for something of a run to be written to the forge; its rule, its stack and people decide as usual.",
	example: "identikit runs write-back run-0f3a --request '{\"type\":\"branch\"}' --as mira --as-group forge:write:tidewater/berths",
	options: options$10,
	body: () => import("../commands/runs-write-back.js")
});
// src/commands/sbom/sbom.ts
const options$9 = declareOptions(() => ({
	name: text("NAME", "The template, by its name in the manifest; identity.template of the settings if left out."),
	template: text("DIR", "The template; PLATFORM_AGENT_TEMPLATE_REPO_PATH or the canonical checkout if left out."),
	to: outputFile("Write it to FILE; - and left out is standard output."),
	...rootOption()
}));
const sbom = defineCommand({
	name: "sbom",
	summary: "List what an identity is made of, in CycloneDX: prompts, skills, MCP servers and plugins, with their sources.",
	example: "identikit sbom --to identity.cdx.json",
	options: options$9,
	body: () => import("../commands/sbom.js")
});
// src/commands/secret-keygen/secret-keygen.ts
const options$8 = declareOptions(() => ({
	id: option(optional(string().check(_regex(/^[A-Za-z0-9._-]{1,64}$/, "Must be letters, digits, dots, dashes and underscores, 64 at most"))), {
		kind: "text",
		value: "ID",
		description: "The key's id; the present date if left out, such as key-2026-01-31."
	}),
	to: text("FILE", "Write the key to FILE, mode 0600, which must not exist yet; standard output if left out.")
}));
const secretKeygen = defineCommand({
	name: "secret keygen",
	summary: "Make a new key for secrets, in the form that IDENTIKIT_SECRET_KEYS and key files take.",
	example: "identikit secret keygen --to secret.keys",
	options: options$8,
	body: () => import("../commands/secret-keygen.js")
});
// src/commands/secret-list/secret-list.ts
const options$7 = declareOptions(() => ({
	...rootOption(),
	...databaseOption()
}));
const secretList = defineCommand({
	name: "secret list",
	summary: "List the secrets with version and key, never with a value.",
	example: "identikit secret list",
	options: options$7,
	body: () => import("../commands/secret-list.js")
});
// src/commands/secret-log/secret-log.ts
const options$6 = declareOptions(() => ({
	name: positional(text("NAME", "Only reads of this secret.")),
	agent: text("AGENT", "Only reads for this agent."),
	limit: option(_default(number$1().check(int(), _gte(1), _lte(1e6)), 1e3), {
		kind: "text",
		value: "N",
		description: "The newest N reads."
	}),
	verify: flag("Check the hash chains of the whole log instead; exit code 2 where it was changed."),
	expect: text("HEADS", "With --verify: the heads that an earlier check printed, or a file that holds them; finds an end that was cut off."),
	export: flag("Print the whole log with its chains instead, as JSON lines."),
	...rootOption(),
	...databaseOption()
}));
const secretLog = defineCommand({
	name: "secret log",
	summary: "Show who read which secret for which agent, when and why; verify or export that log.",
	example: "identikit secret log FORGE_TOKEN --limit 20",
	options: options$6,
	body: () => import("../commands/secret-log.js")
});
// src/commands/secret-remove/secret-remove.ts
const options$5 = declareOptions(() => ({
	name: positional(requiredText("NAME", "The secret's name.")),
	force: flag("Remove it although rows still name it: their agents then fail to render."),
	...dryRunOption(),
	...rootOption(),
	...databaseOption()
}));
const secretRemove = defineCommand({
	name: "secret remove",
	summary: "Remove a secret from the config database; refused while rows name it.",
	example: "identikit secret remove FORGE_TOKEN",
	options: options$5,
	body: () => import("../commands/secret-remove.js")
});
// src/commands/secret-rotate/secret-rotate.ts
const options$4 = declareOptions(() => ({
	...rootOption(),
	...databaseOption()
}));
const secretRotate = defineCommand({
	name: "secret rotate",
	summary: "Seal every secret again under the first key of the keyring, all or none.",
	example: "IDENTIKIT_SECRET_KEYS=new:…,old:… identikit secret rotate",
	options: options$4,
	body: () => import("../commands/secret-rotate.js")
});
// src/commands/secret-set/secret-set.ts
const options$3 = declareOptions(() => ({
	name: positional(requiredText("NAME", "The secret's name, as placeholders write it.")),
	...rootOption(),
	...databaseOption()
}));
const secretSet = defineCommand({
	name: "secret set",
	summary: "Seal a value as a secret of the config database; it is typed without being shown, or piped in.",
	example: "printf %s \"$TOKEN\" | identikit secret set FORGE_TOKEN",
	options: options$3,
	body: () => import("../commands/secret-set.js")
});
// src/commands/serve/serve.ts
const spanForm = /^([1-9]\d{0,4})(m|h|d)$/;
const sessionSpan = (initial, description) => option(_default(string().check(_regex(spanForm, "must be a span such as 90m, 12h or 30d")), initial), {
	kind: "text",
	value: "SPAN",
	description
});
const name = (value, initial, description) => option(_default(string().check(_minLength(1)), initial), {
	kind: "text",
	value,
	description
});
const options$2 = declareOptions(() => ({
	listen: name("ADDR", "127.0.0.1:7411", "HOST:PORT; without a host, this machine only; port 0 takes a free one."),
	auth: choice([
		"loopback",
		"token",
		"oidc",
		"proxy"
	], "loopback", "How people sign in. loopback: by a one-time link that is printed here, on this machine only. token: by a token of the API. oidc: at a provider of OpenID Connect, such as Gitea. proxy: by the proxy before the server. All but the first want TLS before them on addresses that other machines reach. Programs send a token of the API in any case."),
	publicUrl: text("URL", "Where people reach the server, such as https://identikit.example.com, if something stands before it."),
	trustedProxy: list("RANGE", "Addresses of proxies, such as 10.0.0.0/8, whose X-Forwarded-For counts, and with --auth proxy their word on who somebody is."),
	as: text("LOGIN", "With --auth loopback, who the person at this machine is, as the forge knows them; the user of the system if left out. They may do everything in the organisation."),
	oidcIssuer: text("URL", "With --auth oidc, the provider, written as its discovery document does."),
	oidcClient: text("ID", "With --auth oidc, the client that the provider knows this server by; its secret is IDENTIKIT_OIDC_CLIENT_SECRET, its callback address /login/callback."),
	oidcScope: name("SCOPES", "openid profile", "With --auth oidc, what the provider is asked for; Gitea gives teams for groups."),
	oidcLoginClaim: name("CLAIM", "preferred_username", "With --auth oidc, the claim with the login, as the forge knows them. It has to be one that people cannot change themselves."),
	oidcGroupsClaim: name("CLAIM", "groups", "With --auth oidc, the claim with the groups; those named ORGANISATION/TEAM or ORGANISATION:TEAM are teams."),
	userHeader: name("NAME", "X-Forwarded-User", "With --auth proxy, the header with the login."),
	groupsHeader: text("NAME", "With --auth proxy, the header with the groups, with commas between them."),
	teamOrganization: text("ORG", "Groups without an organisation are teams of this one; they count for nothing if left out."),
	sessionIdle: sessionSpan("12h", "After how long without a request a person has to sign in again."),
	sessionMax: sessionSpan("24h", "After how long a person has to sign in again in any case."),
	controllers: flag("Runs the controllers as well, beside those of other processes."),
	startPrograms: flag("Starts programs that stacks and config rows name (MCP servers on standard input, command adapters) to see whether they work. They run as the user of this process and could read its keys: use it in a job that has none that it can do without."),
	memory: text("DIR", "A checkout of the memory repository, with its history; without it the pages of the memory say that it is not at hand."),
	...signatureOption(),
	...rootOption(),
	...databaseOption()
}));
const serve = defineCommand({
	name: "serve",
	summary: "Serve the objects of the agent platform in Kubernetes' protocol, and take signed webhooks, until it is stopped.",
	example: "identikit serve --listen 127.0.0.1:7411 --controllers",
	options: options$2,
	body: () => import("../commands/serve.js")
});
// src/commands/trace/trace.ts
const options$1 = declareOptions(() => ({
	what: positional(requiredText("WHAT", "A template, TEMPLATE@COMMIT, an image by reference or digest, an agent, an env directory, a stack or a run; or an id of an earlier trace, such as agent:concierge.")),
	image: list("REF", "An image that may carry an identity, besides those of the pipeline, the stacks and the containers. With a tag and a digest, it is checked that the tag still stands for the digest."),
	source: list("NAME=PATH_OR_URL", "Read a template from another place than the manifest says."),
	templates: text("DIR", "The fetched templates; the settings' template directory if left out."),
	envRoot: text("DIR", "The env directories, DIR/<agent>/; the setting envRoot (.identikit/env) if left out."),
	organization: text("NAME", "Whose stacks and runs; that of the settings if left out."),
	runs: option(_default(number$1().check(int(), _gte(0), _lte(1e4)), 20), {
		kind: "text",
		value: "N",
		description: "How many runs of each stack are looked at, the newest first."
	}),
	forge: flag("Read what runs pushed back from the forge, too; else it is unverified."),
	...trustOptions(),
	...printedReportOptions(),
	...registryOptions(),
	...rootOption(),
	...databaseOption()
}));
const trace = defineCommand({
	name: "trace",
	summary: "Verify every link from a template's commit to the images, env directories and runs that carry it, and back; exit code 2 where one does not hold, 1 where one could not be verified.",
	example: "identikit trace platform-agent",
	options: options$1,
	body: () => import("../commands/trace.js")
});
// src/commands/workspaces/workspaces.ts
const options = declareOptions(() => ({
	name: positional(text("NAME", "The workspace; all of the organisation's if left out.")),
	act: option(optional(_enum(workspaceActionWords)), {
		kind: "text",
		value: "ACTION",
		description: `Asks for something to be done with it: ${workspaceActionWords.join(", ")}.`
	}),
	text: text("TEXT", "What is said with it: the notes, the path that is linked, or `base` to recover without changes."),
	...personOptions(),
	host: text("DIR", "The folder of this machine that holds workspaces: does what was admitted for them, removes those whose time is over, and reports how they are. With `--act recover` the workspace becomes this machine's, whichever held it before."),
	hostName: text("NAME", "This machine, as the records of workspaces name it; its host name if left out."),
	repositoryUrl: text("URL", "Where repositories are, with {repository} for OWNER/REPO, such as /srv/git/{repository}.git; the CI host's if left out."),
	...accessOptions()
}));
const workspaces = defineCommand({
	name: "workspaces",
	summary: "Show where agents work, those first that need somebody, and act on them.",
	example: "identikit workspaces berths-12 --act rebase-start --as mira --as-group forge:write:tidewater/berths",
	options,
	body: () => import("../commands/workspaces.js")
});
// src/commands/all.ts
const allCommands = [
	init,
	newTemplate,
	validate,
	check,
	fetch,
	materialize,
	bake,
	gate,
	publish,
	promote,
	imageValidate,
	imageVerify,
	sbom,
	configSync,
	configExport,
	configPlan,
	configImport,
	configShow,
	configList,
	configSet,
	configUnset,
	configHistory,
	configRollback,
	configMigrate,
	backup,
	restore,
	secretSet,
	secretList,
	secretRemove,
	secretRotate,
	secretKeygen,
	secretLog,
	render,
	queue,
	reconcile,
	containersRebuild,
	boot,
	events,
	accessCanI,
	accessReview,
	accessGraph,
	accessTicketKey,
	apply,
	diff,
	get,
	deleteObjects,
	explain,
	crds,
	dispatch,
	runAgents,
	runsList,
	runsShow,
	runsEvents,
	runsCancel,
	runsRetry,
	runsResume,
	runsFork,
	runsContinue,
	runsWriteBack,
	runsReview,
	runsVerify,
	workspaces,
	approve,
	auditVerify,
	auditExport,
	writeBack,
	pause,
	outbox,
	controller,
	serve,
	kubeconfig,
	pipeline,
	trace,
	changes,
	doctor,
	cache,
	completion
];
// src/commands/options/standard-output.ts
function takesStandardOutput(named) {
	return named === "-" || named === "/dev/stdout" || named === "/dev/fd/1" || named === "/proc/self/fd/1";
}
// src/runtime/masker.ts
var Masker = class {
	#values = new Set();
	add(value) {
		for (const part of [value, ...value.split(/\r?\n/)]) if (part.trim().length >= 4) this.#values.add(part);
	}
	applyTo(value) {
		return this.#copy(value);
	}
	#copy(value) {
		if (typeof value === "string") return this.apply(value);
		if (Array.isArray(value)) return value.map((item) => this.#copy(item));
		if (typeof value !== "object" || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#copy(item)]));
	}
	apply(text) {
		let masked = text;
		for (const value of [...this.#values].sort((a, b) => b.length - a.length)) masked = masked.replaceAll(value, "***");
		return masked;
	}
};
// src/runtime/terminal.ts
const frames = [
	"⠋",
	"⠙",
	"⠹",
	"⠸",
	"⠼",
	"⠴",
	"⠦",
	"⠧",
	"⠇",
	"⠏"
];
const frameMs = 80;
function terminalLogger(options) {
	const { stream, level, masker } = options;
	const live = stream.isTTY === true && level !== "quiet";
	const running = new Map();
	let frame = 0;
	let timer;
	let drawn = 0;
	const erase = () => {
		if (drawn > 0) stream.write(`\u001b[${drawn}F\u001b[0J`);
		drawn = 0;
	};
	const draw = () => {
		erase();
		const spinner = frames[frame++ % frames.length];
		const room = (stream.columns || 80) - 3;
		if (room < 1) return;
		for (const text of running.values()) stream.write(`${style("cyan", `${spinner}`, stream)} ${fitted(masker.apply(text), room)}\n`);
		drawn = running.size;
	};
	const line = (text) => {
		erase();
		stream.write(`${masker.apply(text)}\n`);
		if (live && running.size > 0) draw();
	};
	const progress = (title) => {
		const key = {};
		if (live) {
			running.set(key, title);
			timer ??= setInterval(draw, frameMs).unref();
			draw();
		}
		const end = () => {
			running.delete(key);
			if (running.size > 0) return;
			clearInterval(timer);
			timer = void 0;
		};
		return {
			update: (text) => {
				if (running.has(key)) running.set(key, `${title}  ${logLine(text)}`);
			},
			done: (text, failed = false) => {
				end();
				const mark = failed ? style("red", "✗", stream) : style("green", "✓", stream);
				if (level !== "quiet") line(`${mark} ${logLine(text)}`);
			},
			end: () => {
				end();
				if (live) erase();
				if (live && running.size > 0) draw();
			}
		};
	};
	return {
		info: (text) => level !== "quiet" && line(logLine(text)),
		warn: (text) => line(`${style("yellow", "warning:", stream)} ${logLine(text)}`),
		debug: (text) => level === "verbose" && line(style("dim", logLine(text), stream)),
		progress,
		mask: (value) => {
			masker.add(value);
			options.announceMask?.(value);
		}
	};
}
function fitted(text, columns) {
	if (columnsOf(text) <= columns) return text;
	let shown = "";
	for (const { segment } of new Intl.Segmenter().segment(text)) {
		if (columnsOf(shown) + columnsOf(segment) > columns - 1) break;
		shown += segment;
	}
	return `${shown}…`;
}
function columnsOf(text) {
	let width = 0;
	for (const character of text) width += (character.codePointAt(0) ?? 0) >= 4352 ? 2 : 1;
	return width;
}
function paintFor(stream) {
	return (colour, text) => style(colour, text, stream);
}
function style(format, text, stream) {
	return styleText(format, text, { stream });
}
// src/runtime/working-directory.ts
function typedIn(cwd, env) {
	const { INIT_CWD: typed, npm_package_json: manifest } = env;
	return typed !== void 0 && manifest !== void 0 && resolve(cwd) === dirname(resolve(manifest)) ? typed : cwd;
}
// src/runtime/own-process.ts
function openOwnProcess(level) {
	const masker = new Masker();
	const stop = stopOnSignals();
	const { env, stdout, stderr } = process;
	for (const stream of [stdout, stderr]) stream.on("error", passOverClosedPipe);
	const announceMask = env.GITHUB_ACTIONS === "true" ? announceTo(stderr) : void 0;
	const write = (text) => new Promise((resolve) => stdout.write(text, () => resolve()));
	const print = (text) => write(masker.apply(text));
	const paint = paintFor(stdout);
	return {
		context: {
			env,
			cwd: typedIn(process.cwd(), env),
			who: async () => (await import("../rooms/runtime.js")).whoRuns(env),
			clock: systemClock,
			log: terminalLogger({
				stream: stderr,
				level,
				masker,
				...announceMask ? { announceMask } : {}
			}),
			signal: stop.signal,
			readInput: () => readStandardInput(process.stdin, stop.signal),
			openInput: () => openStandardInput(process.stdin, stop.signal),
			askHidden: async (question) => {
				const { stdin } = process;
				if (!stdin.isTTY) return void 0;
				const { askHidden } = await import("../rooms/runtime.js");
				return await askHidden({
					stdin,
					stderr,
					question,
					signal: stop.signal
				});
			},
			writeOutput: print,
			paint
		},
		stop,
		print,
		paint,
		masked: (value) => masker.applyTo(value),
		printDocument: write,
		complain: (line) => stderr.write(`${masker.apply(line)}\n`),
		giveWayTo: async (program) => {
			const { becomeProgram } = await import("../rooms/runtime.js");
			stop[Symbol.dispose]();
			stop.signal.throwIfAborted();
			becomeProgram(program);
		},
		[Symbol.dispose]: () => stop[Symbol.dispose]()
	};
}
function announceTo(stream) {
	const escapeData = (text) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
	return (value) => stream.write(`::add-mask::${escapeData(value)}\n`);
}
function typedArguments() {
	return process.argv.slice(2);
}
function setExitCode(code) {
	process.exitCode = code;
}
function dieOf(signal) {
	process.kill(process.pid, signal);
}
// src/cli/fault-text.ts
function faultLines(fault, verbose) {
	const line = logLine(`error ${fault.code}: ${sentence(fault.message)} ${fault.remedy}`);
	return verbose ? [line, ...causes(fault)].join("\n") : line;
}
function sentence(text) {
	return /[.?!]$/.test(text) ? text : `${text}.`;
}
function causes(fault) {
	const lines = [fault.stack ?? ""];
	for (let cause = fault.cause, depth = 0; cause !== void 0 && depth < 10; depth++) {
		lines.push(`caused by: ${cause instanceof Error ? cause.stack ?? cause.message : String(cause)}`);
		cause = cause instanceof Error ? cause.cause : void 0;
	}
	return lines;
}
// src/cli/print-json.ts
async function printJson(own, value) {
	await own.printDocument(`${JSON.stringify(own.masked(value), void 0, 2)}\n`);
}
// src/cli/program.ts
function programOf(commands, version, run) {
	const program = new Command("identikit").description("Carries an AI agent's identity from its source of truth to every copy, and proves that they are equal.").version(version).configureHelp({ sortSubcommands: false }).addHelpText("after", "\nStart here: identikit doctor");
	const groups = new Map([["", program]]);
	const fill = new Map();
	for (const declared of commands) {
		const words = declared.name.split(" ");
		const name = words.pop() ?? declared.name;
		const word = words.join(" ");
		const parent = groups.get(word) ?? program.command(word).description(namesIn(commands, word));
		groups.set(word, parent);
		const command = parent.command(name).description(declared.summary);
		fill.set(command, () => fillCommand(command, declared, run));
	}
	for (const group of groups.values()) completeGroup(group, fill);
	return program;
}
function namesIn(commands, word) {
	return commands.filter(({ name }) => name.startsWith(`${word} `)).map(({ name }) => name.slice(word.length + 1)).join(", ");
}
function completeGroup(group, fill) {
	const fillOnce = (command) => {
		fill.get(command)?.();
		fill.delete(command);
	};
	group.showSuggestionAfterError().allowExcessArguments().allowUnknownOption().hook("preSubcommand", (_, command) => fillOnce(command)).on("beforeHelp", () => group.commands.forEach(fillOnce)).action(() => showHelp(group));
}
function showHelp(group) {
	const word = group.args.find((each) => !each.startsWith("-"));
	if (word === void 0) {
		const [option] = group.args;
		if (option === void 0) group.outputHelp();
		else throw new CommanderError(64, "commander.unknownOption", `unknown option '${option}'`);
		return;
	}
	const names = group.commands.map((command) => command.name());
	const meant = nearest(word, names);
	const hint = meant === void 0 ? "" : ` (Did you mean ${meant}?)`;
	throw new CommanderError(64, "commander.unknownCommand", `unknown command '${word}'${hint}`);
}
function fillCommand(command, declared, run) {
	command.showSuggestionAfterError().allowExcessArguments(false);
	const positionals = [];
	const options = Object.entries(declared.options.shape);
	const hasPositionals = options.some(([, schema]) => optionMeta.get(schema)?.positional);
	for (const [key, schema] of options) {
		const meta = optionMeta.get(schema);
		if (!meta) throw new TypeError(`option ${key} of ${declared.name} has no description`);
		if (meta.positional) {
			positionals.push(key);
			command.argument(argumentSyntax(meta, schema), meta.description);
		} else command.addOption(flagOf(key, meta, !hasPositionals));
	}
	command.option("--json", "print one JSON document on standard output, and nothing else").option("-q, --quiet", "say nothing while working").option("-v, --verbose", "say more, and give the causes of an error").addHelpText("after", `\nExample:\n  ${declared.example}`).action(async () => {
		const { json = false, quiet = false, verbose = false, ...flags } = command.opts();
		const given = Object.fromEntries(positionals.map((key, index) => [key, command.processedArgs[index]]));
		await run({
			command: declared,
			raw: {
				...flags,
				...given
			},
			common: {
				json,
				quiet,
				verbose
			}
		});
	});
}
function argumentSyntax(meta, schema) {
	const value = meta.kind === "list" ? `${meta.value}...` : meta.value;
	return schema.safeParse(void 0).success ? `[${value}]` : `<${value}>`;
}
function flagOf(key, meta, takesSeveral) {
	const name = `${meta.short ? `-${meta.short}, ` : ""}--${kebab(key)}`;
	if (meta.kind === "flag") return new Option(name, meta.description);
	if (meta.kind === "text") return new Option(`${name} <${meta.value}>`, meta.description).argParser(notAFlag);
	const collect = (value, before) => [...before ?? [], notAFlag(value)];
	const values = takesSeveral ? `<${meta.value}...>` : `<${meta.value}>`;
	return new Option(`${name} ${values}`, `${meta.description} Repeatable.`).argParser(collect);
}
function notAFlag(value) {
	if (value.startsWith("--")) throw new InvalidArgumentError("A value is missing.");
	return value;
}
// src/cli/usage-fault.ts
function usageFault({ code, message }) {
	const line = message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
	switch (code) {
		case "commander.help": return new IdentikitError("USAGE", "no command was given", { remedy: "See identikit --help." });
		case "commander.excessArguments": return new IdentikitError("USAGE", line.replace(/\. Expected (\d+).*? got (\d+): .*$/, ": $2 where $1 may be"), { remedy: "Quote what belongs together; a secret's value goes through standard input." });
		case "commander.unknownOption": return new IdentikitError("USAGE", unknownOption(line), { remedy: "See --help of the command." });
		case "commander.unknownCommand": return new IdentikitError("USAGE", line.replace(/ \(Did you mean (.+)\?\)$/, "; did you mean $1?"), { remedy: "See identikit --help." });
		default: return new IdentikitError("USAGE", line, { remedy: "See identikit --help." });
	}
}
function unknownOption(line) {
	const [, name, value = "", meant] = /^unknown option '(--[^=]*|-[^-])(.*?)'(?: \(Did you mean (--\S+)\?\))?$/.exec(line) ?? [];
	if (name === void 0) return "unknown option";
	if (value.startsWith("=") && meant === name) return `option '${name}' takes no value`;
	return `unknown option '${name}'${meant === void 0 ? "" : `; did you mean ${meant}?`}`;
}
// src/cli/main.ts
async function main(argv, version) {
	using own = openOwnProcess(argv.includes("--quiet") || argv.includes("-q") ? "quiet" : verboseIn(argv) ? "verbose" : "normal");
	const json = argv.includes("--json");
	try {
		const program = programOf(allCommands, version, (invocation) => carryOut(own, invocation));
		quieten(program, own);
		await program.parseAsync([...argv], { from: "user" });
	} catch (caught) {
		if (caught instanceof CommanderError && caught.exitCode === 0) return;
		await fail(own, interruptedBy(own, faultOf(caught)), {
			json,
			verbose: verboseIn(argv)
		});
	}
}
async function carryOut(own, { command, raw, common }) {
	const nameOf = (key) => {
		const schema = command.options.shape[key];
		const meta = schema && optionMeta.get(schema);
		return meta?.positional ? meta.value ?? key : `--${kebab(key)}`;
	};
	const options = parseOptions(command.options, raw, nameOf);
	const output = outputOnStandardOutput(command, raw);
	if (output !== void 0 && common.json) throw twoDocuments(nameOf(output));
	const program = programIn(command, raw);
	if (program !== void 0 && common.json) throw twoDocuments(nameOf(program));
	const result = await runCommand(command, own.context, options);
	if (own.stop.received() && exitCodeOf(result) === 1) throw own.context.signal.reason;
	setExitCode(exitCodeOf(result));
	const { showResult } = await import("../rooms/cli-with-report.js");
	await showResult(own, result, {
		...common,
		outputTaken: output !== void 0 || program !== void 0
	});
	if (result.successor && exitCodeOf(result) === 0) await own.giveWayTo(result.successor);
}
function outputOnStandardOutput(command, raw) {
	return Object.entries(command.options.shape).find(([key, schema]) => optionMeta.get(schema)?.isOutput && takesStandardOutput(raw[key]))?.[0];
}
function programIn(command, raw) {
	return Object.entries(command.options.shape).find(([key, schema]) => {
		const given = raw[key];
		return optionMeta.get(schema)?.isProgram && Array.isArray(given) && given.length > 0;
	})?.[0];
}
function twoDocuments(option) {
	return new IdentikitError("USAGE", `${option} and --json both write to standard output`, { remedy: "Leave --json out, or what writes there." });
}
async function fail(own, fault, how) {
	if (how.json) await printJson(own, { error: errorOf(fault) });
	else own.complain(faultLines(fault, how.verbose));
	setExitCode(fault.code === "USAGE" ? 64 : 1);
	const signal = own.stop.received();
	if (signal) dieOf(signal);
}
function interruptedBy({ stop, context }, fault) {
	if (!stop.received() || fault.code === "CANCELLED") return fault;
	const { message, remedy } = asFault(context.signal.reason);
	return new IdentikitError("CANCELLED", message, {
		remedy,
		cause: fault
	});
}
function faultOf(caught) {
	return caught instanceof CommanderError ? usageFault(caught) : asFault(caught);
}
function quieten(command, own) {
	command.exitOverride().configureOutput({
		writeOut: (text) => void own.print(text),
		writeErr: () => void 0
	});
	for (const sub of command.commands) quieten(sub, own);
}
function verboseIn(argv) {
	return argv.includes("--verbose") || argv.includes("-v");
}
export { allCommands, dieOf, editableTables, faultLines, main, openOwnProcess, printJson, setExitCode, trace, typedArguments };
