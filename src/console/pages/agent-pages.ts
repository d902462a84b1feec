import { agentMcpServer } from "../../agents/kinds/config/agent-mcp-server.ts";
import { agentMemoryRepository } from "../../agents/kinds/config/agent-memory-repository.ts";
import { agentMemorySource } from "../../agents/kinds/config/agent-memory-source.ts";
import { agentRunnerPool } from "../../agents/kinds/config/agent-runner-pool.ts";
import { agentSkill } from "../../agents/kinds/config/agent-skill.ts";
import { agentStack } from "../../agents/kinds/config/agent-stack.ts";
import { agentSubagent } from "../../agents/kinds/config/agent-subagent.ts";
import { agentToolProfile } from "../../agents/kinds/config/agent-tool-profile.ts";
import { agentApproval } from "../../agents/kinds/record/agent-approval.ts";
import { agentMemoryQuery, agentMemoryUpdate } from "../../agents/kinds/record/agent-memory.ts";
import { stackWatches } from "../models/stacks/stack.ts";
import type { ConsolePage } from "../page/page.ts";

const memoryReads = [agentMemoryRepository, agentMemorySource, "the memory repository"] as const;

/** What agents are made of, and whether they can be dispatched. */
export const agentPages: readonly ConsolePage[] = [
  {
    id: "stacks",
    path: "agents/stacks",
    title: "Stacks",
    view: "stack-list",
    shows: "The agents that can be dispatched, and why some cannot.",
    reads: [agentStack],
    writes: [agentStack],
    watches: [agentStack],
  },
  {
    id: "stack",
    path: "agents/stacks/:name",
    title: "Stack",
    view: "stack",
    shows:
      "A stack: its ten states with what to do, what it needs, its servers, its effective launch profile, its runs, and who may use it.",
    reads: [...stackWatches, agentSubagent],
    writes: ["dispatch", "probe", "pause", agentStack],
    watches: stackWatches,
  },
  {
    id: "tools",
    path: "agents/tools",
    title: "Tools",
    view: "object-list",
    params: { plural: "agenttoolprofiles" },
    shows: "Tool profiles: commands, files, network, isolation.",
    reads: [agentToolProfile],
    writes: [],
    watches: [],
  },
  {
    id: "mcp",
    path: "agents/mcp",
    title: "MCP servers",
    view: "object-list",
    params: { plural: "agentmcpservers" },
    shows: "MCP servers with their health, tools and needs.",
    reads: [agentMcpServer],
    writes: [],
    watches: [],
  },
  {
    id: "skills",
    path: "agents/skills",
    title: "Skills",
    view: "object-list",
    params: { plural: "agentskills" },
    shows: "Skills and whether they are valid.",
    reads: [agentSkill],
    writes: [],
    watches: [],
  },
  {
    id: "runners",
    path: "agents/runners",
    title: "Runners",
    view: "object-list",
    params: { plural: "agentrunnerpools" },
    shows: "The pools of CI runners on which agents work.",
    reads: [agentRunnerPool],
    writes: [],
    watches: [],
  },
  {
    id: "memory",
    path: "agents/memory",
    title: "Memory",
    view: "memory",
    shows:
      "How the memory is, at which commit, and what is proposed to it; at any time, which is shown as a commit.",
    reads: [...memoryReads, agentMemoryQuery, agentMemoryUpdate],
    writes: [],
    watches: [agentMemoryRepository, agentMemoryUpdate],
  },
  {
    id: "memory-graph",
    path: "agents/memory/graph",
    title: "Memory: graph",
    view: "memory-graph",
    shows: "The records that the viewer may see, and the links between them.",
    reads: memoryReads,
    writes: [],
    watches: [],
  },
  {
    id: "memory-search",
    path: "agents/memory/search",
    title: "Memory: search",
    view: "memory-search",
    shows: "Words in the records that the viewer may see.",
    reads: memoryReads,
    writes: [],
    watches: [],
  },
  {
    id: "memory-updates",
    path: "agents/memory/updates",
    title: "Memory: updates",
    view: "memory-updates",
    shows: "Changes of the memory that runs propose, with their validation, reviewers and pull requests.",
    reads: [agentMemoryUpdate, agentApproval],
    writes: ["approve", "reject"],
    watches: [agentMemoryUpdate],
  },
];
