#!/usr/bin/env node
import { passOverClosedPipe, version } from "./start/first.js";
// src/cli/help-text.ts
const helpText = [
	"Usage: identikit [options] [command]",
	"",
	"Carries an AI agent's identity from its source of truth to every copy, and",
	"proves that they are equal.",
	"",
	"Options:",
	"  -V, --version                                                output the version number",
	"  -h, --help                                                   display help for command",
	"",
	"Commands:",
	"  init [options] [DIR]                                         Make a source-of-truth repository that works at once: one template, one agent, a workflow, npm start.",
	"  new                                                          template",
	"  validate [options] [PATH...]                                 Find every mistake in a repository or a template that can be found without database, registry or network.",
	"  check [options]                                              Answer what a pull request asks: would this change be shipped whole, and what will it change for whom? Nothing is written or pushed.",
	"  fetch [options] [NAME...]                                    Bring templates' assets from their repositories into a directory.",
	"  materialize [options] <NAME>                                 Lay a template's assets on a data volume: changed files only, agent-owned paths never.",
	"  bake [options]                                               Put the template's identity on a base image; the gate passes it before it can be reached.",
	"  gate [options]                                               Prove that the identity in an image, as a container sees it, is byte for byte the template's.",
	"  publish [options]                                            Gate an image, push it, tag it, and read back what the tags now stand for.",
	"  promote [options]                                            Move a tag to a verified digest, byte for byte, without a rebuild.",
	"  image                                                        validate, verify",
	"  sbom [options]                                               List what an identity is made of, in CycloneDX: prompts, skills, MCP servers and plugins, with their sources.",
	"  config                                                       sync, export, plan, import, show, list, set, unset, history, rollback, migrate",
	"  backup [options]                                             Write everything that the config database holds to a file, while others use it.",
	"  restore [options] <FILE>                                     Make the config database hold what a backup holds, of either kind: all of it or nothing.",
	"  secret                                                       set, list, remove, rotate, keygen, log",
	"  render [options]                                             Bring env directories to what the config says: settings, MCP servers, prompt, skills.",
	"  queue [options]                                              Show the render queue: agents that are due, that a worker has, and that fail, with the next try. It only reads.",
	"  reconcile [options]                                          Compare env directories with what was written and what should be there, and repair them where asked.",
	"  containers                                                   rebuild",
	"  boot [options] <NAME> [PROGRAM...]                           Start an agent: deliver its template or fall back to the identity in the image, render, run the program.",
	"  events [options]                                             Serve the events of renders and reconciles as server-sent events, until it is stopped.",
	"  access                                                       can-i, review, graph, ticket-key",
	"  apply [options]                                              Make objects of the agent platform what manifests say; all of them or none.",
	"  diff [options]                                               Show field by field what applying manifests would change; exit 2 where there is something.",
	"  get [options] <KIND> [NAME]                                  Show objects of the agent platform: a table of a kind, or objects as YAML or JSON.",
	"  delete [options] [KIND] [NAME]                               Delete objects of the agent platform that were made by hand; all of them or none.",
	"  explain [options] <KIND[.PATH]>                              Say what a kind of object is for, and what each of its fields takes.",
	"  crds [options]                                               Write the CustomResourceDefinitions of all kinds, for clusters that keep the same objects.",
	"  dispatch [options] [STACK]                                   Decide what comes of an event, and write the signed tickets of the runs that may start.",
	"  run [options]                                                Run agents on this machine: the attempts of tickets, or the runs that are queued.",
	"  runs                                                         list, show, events, cancel, retry, resume, fork, continue, write-back, review, verify",
	"  workspaces [options] [NAME]                                  Show where agents work, those first that need somebody, and act on them.",
	"  approve [options] <NAME> <DIGEST>                            Decide what a run waits for; who may is a matter of roles, and each try is on record.",
	"  audit                                                        verify, export",
	"  write-back [options] [FILE...]                               Take in what runs brought back, and write to the forge what policies or people allow, each thing once.",
	"  pause [options] <organization|repository|rule|stack> <NAME>  Stop the agents of an organisation, a repository, a rule or a stack at once, and take back what they were given.",
	"  outbox [options]                                             Serve an agent's outbox as an MCP server on standard input and output: a tool for each kind of request that an agent can make.",
	"  controller [options]                                         Run the controllers of the agent platform: what changed is looked at, and what follows from it is done.",
	"  serve [options]                                              Serve the objects of the agent platform in Kubernetes' protocol, and take signed webhooks, until it is stopped.",
	"  kubeconfig [options]                                         Write the file by which kubectl finds a server of ours, with a new token in it.",
	"  pipeline [options]                                           Run the whole chain on the embedded defaults: fetch, sync, bake, gate, export, import, render, publish.",
	"  trace [options] <WHAT>                                       Verify every link from a template's commit to the images, env directories and runs that carry it, and back; exit code 2 where one does not hold, 1 where one could not be verified.",
	"  changes [options]                                            Hold a pull request's diff, reviews, text and checks against the rules of its base branch.",
	"  doctor [options]                                             Say what this machine and this repository have, what is missing, and how to get it.",
	"  cache [options]                                              Show what is kept on this machine to save time, or clear it.",
	"  completion [options] <bash|zsh|fish>                         Print a script that lets a shell complete commands, options and their values.",
	"",
	"Start here: identikit doctor",
	""
].join("\n");
// src/cli/answer-at-once.ts
async function answerAtOnce(argv, stdout) {
	const text = argv.length > 1 ? void 0 : answerTo(argv[0], stdout.isTTY === true);
	if (text === void 0) return false;
	stdout.on("error", passOverClosedPipe);
	await new Promise((resolve) => stdout.write(text, () => resolve()));
	return true;
}
function answerTo(word, isTerminal) {
	if (word === "--version" || word === "-V") return `${version}\n`;
	return (word === void 0 || word === "--help" || word === "-h") && !isTerminal ? helpText : void 0;
}
// build/identikit.entry.ts
const problem = Number.parseInt(process.versions.node, 10) < 24 ? "NODE_TOO_OLD: Identikit needs Node.js 24 or later, and this is 0-VERSION. Put a newer node on the PATH (in a workflow: actions/setup-node).".replace("0-VERSION", process.versions.node) : void 0;
if (problem) {
	process.stderr.write(`error ${problem}\n`);
	process.exitCode = 1;
} else if (!await answerAtOnce(process.argv.slice(2), process.stdout)) await start();
async function start() {
	const [{ main }, { version }, { typedArguments }] = await Promise.all([
		import("./start/identikit.js"),
		import("./start/first.js"),
		import("./start/identikit.js")
	]);
	await main(typedArguments(), version);
}
export {};
