/** What a client can do, as far as stacks ask for it. Programs of the adapter `command` name these in their own help. */
export const clientCapabilities = {
  headless: "runs a task by itself and ends",
  events: "tells what it does in lines of JSON",
  resume: "goes on with an earlier session",
  fork: "goes on with a copy of an earlier session",
  model: "takes the name of a model",
  mcp_servers: "uses the MCP servers that it is given",
  subagents: "can be given subagents",
  ask: "asks before it uses a tool, and waits for the answer",
  tool_rules: "can be held to rules for each tool",
  command_rules: "can be held to rules for commands",
  read_only: "can be kept from writing",
  workspace_write: "can be kept from writing outside its workspace",
  costs: "says what a run has cost",
} as const;

export type ClientCapability = keyof typeof clientCapabilities;

/** Words that are capabilities, in one order, each once; others are passed over. */
export function capabilitiesIn(words: readonly string[]): ClientCapability[] {
  return Object.keys(clientCapabilities)
    .filter(isCapability)
    .filter((name) => words.includes(name));
}

function isCapability(word: string): word is ClientCapability {
  return Object.hasOwn(clientCapabilities, word);
}
