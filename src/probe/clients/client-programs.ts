import { type ClientCapability, capabilitiesIn } from "../../agents/readiness/client-capabilities.ts";
import { type HelpText, readHelp } from "./help-text.ts";

/** How a client's program is asked what it can do, and how its answers are read. */
export interface ClientProgram {
  readonly title: string;
  /** The arguments of each question after `--version`. */
  readonly questions: readonly (readonly string[])[];
  /** @param answers what was printed for each question */
  capabilities(answers: readonly string[]): readonly ClientCapability[];
  /** How to get it, for remedies. */
  install(version: string | undefined): string;
}

type Signs = Partial<Record<ClientCapability, boolean>>;

function shown(signs: Signs): readonly ClientCapability[] {
  return capabilitiesIn(Object.entries(signs).flatMap(([name, isShown]) => (isShown ? [name] : [])));
}

function says({ options }: HelpText, option: string, word: string): boolean {
  return options.get(option)?.includes(word) ?? false;
}

/** Claude Code, as `claude -p --output-format stream-json --verbose` is run. */
export const claudeProgram: ClientProgram = {
  title: "Claude Code",
  questions: [["--help"]],
  capabilities: ([text = ""]) => {
    const help = readHelp(text);
    const has = (...names: string[]) => names.every((name) => help.options.has(name));
    return shown({
      headless: has("--print"),
      events: says(help, "--output-format", '"stream-json"') && has("--verbose"),
      resume: has("--resume", "--session-id"),
      fork: has("--fork-session"),
      model: has("--model"),
      mcp_servers: has("--mcp-config", "--strict-mcp-config"),
      subagents: has("--agents"),
      ask: says(help, "--permission-prompts", '"host"'),
      tool_rules: has("--allowed-tools", "--disallowed-tools"),
      command_rules: says(help, "--disallowed-tools", "Bash("),
      read_only: has("--disallowed-tools"),
      workspace_write: says(help, "--permission-mode", '"acceptEdits"') && has("--add-dir"),
      costs: has("--max-budget-usd"),
    });
  },
  install: (version) =>
    `npm install -g @anthropic-ai/claude-code${version === undefined ? "" : `@${version}`}`,
};

/** Codex, as `codex exec --json --sandbox …` is run. */
export const codexProgram: ClientProgram = {
  title: "Codex",
  questions: [["--help"], ["exec", "--help"]],
  capabilities: ([top = "", exec = ""]) => {
    const [all, help] = [readHelp(top), readHelp(exec)];
    const has = (name: string) => help.options.has(name);
    return shown({
      headless: all.commands.has("exec"),
      events: has("--json"),
      resume: help.commands.has("resume"),
      fork: help.commands.has("fork"),
      model: has("--model"),
      mcp_servers: all.commands.has("mcp"),
      // Of the interactive program alone, so far.
      ask: has("--ask-for-approval"),
      command_rules: has("--ignore-rules"),
      read_only: says(help, "--sandbox", "read-only"),
      workspace_write: says(help, "--sandbox", "workspace-write"),
    });
  },
  install: (version) => `npm install -g @openai/codex${version === undefined ? "" : `@${version}`}`,
};

/** The line of a program's help in which it names what it can do. */
const ownWords = /^[ \t]*identikit-capabilities:[ \t]*(.*)$/im;

/** A program of the adapter `command`: its help has a line `identikit-capabilities: headless events …`. */
export const commandProgram: ClientProgram = {
  title: "The program",
  questions: [["--help"]],
  capabilities: ([text = ""]) => capabilitiesIn((ownWords.exec(text)?.[1] ?? "").trim().split(/[\s,]+/)),
  install: () => "the steps that install it",
};
