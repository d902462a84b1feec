import { capabilitiesIn } from "./agents.js";
import { readHelp } from "./probe.js";
// src/probe/clients/client-programs.ts
function shown(signs) {
	return capabilitiesIn(Object.entries(signs).flatMap(([name, isShown]) => isShown ? [name] : []));
}
function says({ options }, option, word) {
	return options.get(option)?.includes(word) ?? false;
}
const claudeProgram = {
	title: "Claude Code",
	questions: [["--help"]],
	capabilities: ([text = ""]) => {
		const help = readHelp(text);
		const has = (...names) => names.every((name) => help.options.has(name));
		return shown({
			headless: has("--print"),
			events: says(help, "--output-format", "\"stream-json\"") && has("--verbose"),
			resume: has("--resume", "--session-id"),
			fork: has("--fork-session"),
			model: has("--model"),
			mcp_servers: has("--mcp-config", "--strict-mcp-config"),
			subagents: has("--agents"),
			ask: says(help, "--permission-prompts", "\"host\""),
			tool_rules: has("--allowed-tools", "--disallowed-tools"),
			command_rules: says(help, "--disallowed-tools", "Bash("),
			read_only: has("--disallowed-tools"),
			workspace_write: says(help, "--permission-mode", "\"acceptEdits\"") && has("--add-dir"),
			costs: has("--max-budget-usd")
		});
	},
	install: (version) => `npm install -g @anthropic-ai/claude-code${version === void 0 ? "" : `@${version}`}`
};
const codexProgram = {
	title: "Codex",
	questions: [["--help"], ["exec", "--help"]],
	capabilities: ([top = "", exec = ""]) => {
		const [all, help] = [readHelp(top), readHelp(exec)];
		const has = (name) => help.options.has(name);
		return shown({
			headless: all.commands.has("exec"),
			events: has("--json"),
			resume: help.commands.has("resume"),
			fork: help.commands.has("fork"),
			model: has("--model"),
			mcp_servers: all.commands.has("mcp"),
			ask: has("--ask-for-approval"),
			command_rules: has("--ignore-rules"),
			read_only: says(help, "--sandbox", "read-only"),
			workspace_write: says(help, "--sandbox", "workspace-write")
		});
	},
	install: (version) => `npm install -g @openai/codex${version === void 0 ? "" : `@${version}`}`
};
const ownWords = /^[ \t]*identikit-capabilities:[ \t]*(.*)$/im;
const commandProgram = {
	title: "The program",
	questions: [["--help"]],
	capabilities: ([text = ""]) => capabilitiesIn((ownWords.exec(text)?.[1] ?? "").trim().split(/[\s,]+/)),
	install: () => "the steps that install it"
};
export { claudeProgram, codexProgram, commandProgram };
