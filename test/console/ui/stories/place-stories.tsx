import { Panel } from "../../../../src/console/ui/components/data/panel.tsx";
import { AccountPicker } from "../../../../src/console/ui/components/grants/account-picker.tsx";
import { ConfigMatrix, SecretMatrix } from "../../../../src/console/ui/components/grants/grant-matrices.tsx";
import { McpHealthCard } from "../../../../src/console/ui/components/grants/mcp-health-card.tsx";
import { NeedsPanel } from "../../../../src/console/ui/components/grants/needs-panel.tsx";
import { RoleMatrix } from "../../../../src/console/ui/components/grants/role-matrix.tsx";
import { Graph } from "../../../../src/console/ui/components/plot/graph.tsx";
import { Plot } from "../../../../src/console/ui/components/plot/plot.tsx";
import {
  GitLine,
  type ShownWorkspace,
  WorkspaceCard,
} from "../../../../src/console/ui/components/workspace/workspace-card.tsx";
import { hostileText } from "./hostile-text.ts";
import { commitOf, digestOf, now, type Story } from "./story.ts";

const workspace: ShownWorkspace = {
  metadata: { name: "berths-214" },
  spec: {
    repository: "tidewater/berths",
    workspacePath: "/srv/workspaces/berths-214",
    host: "builder-3",
    refs: { ref: "refs/heads/main", base: commitOf("base"), issue: 214 },
    ownership: "issue",
    ownerRef: { kind: "issue", id: "214", url: "https://forge.example.test/tidewater/berths/issues/214" },
    owner: { kind: "User", name: "mira" },
    trustTier: "trusted",
    pinned: true,
    notes: "Keep until the pilot schedule is merged.",
  },
  status: {
    phase: "Idle",
    git: {
      branch: "identikit/run-9c41",
      head: commitOf("head"),
      upstream: "origin/main",
      ahead: 2,
      behind: 3,
      dirty: true,
      uncommitted: 1,
      rebase: "conflicts",
      conflicts: ["src/allocation.ts", "test/allocation.test.ts"],
      lastActivity: "2026-11-22T11:40:00Z",
      editorLink: "vscode://file/srv/workspaces/berths-214",
    },
    runtime: [
      {
        kind: "dev_server",
        name: "dev server",
        url: "http://builder-3.example.test:4173/",
        health: "ready",
        seenAt: now,
      },
      { kind: "terminal", name: "npm test", health: "unavailable", command: "npm test", exitCode: 1 },
      { kind: "mcp", name: `forge ${hostileText.slice(-60)}`, url: "javascript:alert(1)", health: "unknown" },
    ],
    lastUsedAt: "2026-11-22T11:40:00Z",
    cleanupAfter: "2026-12-06T12:00:00Z",
    sessions: ["run-9c41"],
    conditions: [
      {
        type: "RebaseConflicts",
        status: "True",
        reason: "Conflicts",
        message: "2 files contradict main.",
        remedy: "Resolve them, then mark them as resolved.",
        lastTransitionTime: "2026-11-22T11:41:00Z",
      },
      {
        type: "Degraded",
        status: "False",
        reason: "AllUp",
        message: "Everything that should run in it does.",
        lastTransitionTime: "2026-11-22T11:41:00Z",
      },
    ],
  },
};

const grant = (
  name: string,
  kind: "AgentStack" | "AgentMcpServer",
  subject: string,
  secret: string,
  more = {},
) => ({
  metadata: { name },
  spec: {
    subject: { kind, name: subject },
    secretRef: { name: secret },
    purpose: "mcp" as const,
    effect: "allow" as const,
    mountPolicy: "proxy" as const,
    ...more,
  },
  status: {},
});

const binding = (from: string, to: string, more = {}) => ({
  ...{
    from,
    to,
    by: "agentrolebindings/x",
    effect: "allow" as const,
    scope: "organisation",
    implied: false,
    warnings: [],
  },
  ...more,
});

export const placeStories: readonly Story[] = [
  {
    name: "Workspace",
    view: (
      <WorkspaceCard
        workspace={workspace}
        href="/orgs/tidewater/agents/workspaces/berths-214"
        now={now}
        offers={[
          {
            id: "resolve",
            word: "Let an agent resolve",
            href: "/resolve",
            icon: "git-merge",
            weight: "first",
          },
          { id: "abort", word: "Abort the rebase", href: "/abort", icon: "x" },
          {
            id: "cleanup",
            word: "Clean up",
            reason: "It has changes that were not harvested.",
            icon: "folder",
          },
        ]}
      />
    ),
  },
  {
    name: "Missing workspace",
    view: (
      <WorkspaceCard
        workspace={{
          ...workspace,
          metadata: { name: "gone" },
          status: { phase: "Missing", git: { missing: true } },
        }}
        now={now}
      />
    ),
  },
  { name: "Git in a line", view: <GitLine workspace={workspace} /> },
  {
    name: "MCP server",
    view: (
      <McpHealthCard
        now={now}
        server={{
          metadata: { name: "forge" },
          spec: {
            title: "The forge",
            transport: "http",
            scope: { stacks: ["fixer"] },
            needs: { secrets: ["FORGE_TOKEN"] },
          },
          status: {
            phase: "Unhealthy",
            probedAt: "2026-11-22T11:30:00Z",
            serverName: `forge \u202e${"x".repeat(80)}`,
            serverVersion: "1.4.0",
            protocolVersion: "2025-06-18",
            toolsDigest: digestOf("tools"),
            tools: [{ name: "create_issue", description: hostileText }],
            conditions: [
              {
                type: "Healthy",
                status: "False",
                severity: "error",
                reason: "NoAnswer",
                message: "No answer within 30s.",
                remedy: "Start it.",
                lastTransitionTime: now,
              },
            ],
          },
        }}
        offers={[{ id: "probe", word: "Probe it now", href: "/probe", icon: "activity" }]}
      />
    ),
  },
  {
    name: "Accounts",
    view: (
      <Panel id="accounts" title="Account" icon="user">
        <AccountPicker
          id="account"
          name="serviceAccount"
          label="Runs as"
          chosen="fixer"
          accounts={[
            { name: "fixer", words: "may open pull requests", enabled: true },
            { name: "reader", enabled: true },
            { name: "releaser", words: "you may not use it", enabled: false },
          ]}
        />
      </Panel>
    ),
  },
  {
    name: "Roles",
    view: (
      <Panel id="roles" title="Roles" icon="users" flush>
        <RoleMatrix
          bindings={[
            binding("User/mira", "agentroles/admin"),
            binding("Group/tidewater/maintainers", "agentroles/run-fixer", {
              drift: "changed",
              warnings: ["It may bind roles that it does not have itself."],
            }),
            binding("Group/forge:write:tidewater/berths", "agentroles/dispatch", {
              implied: true,
              scope: "tidewater/berths",
            }),
          ]}
        />
      </Panel>
    ),
  },
  {
    name: "Secrets",
    view: (
      <Panel id="secrets" title="Secrets" icon="key-round" flush>
        <SecretMatrix
          now={now}
          secrets={["UNUSED_TOKEN"]}
          grants={[
            grant("a", "AgentMcpServer", "forge", "FORGE_TOKEN", { expires: "2026-12-01T00:00:00Z" }),
            grant("b", "AgentStack", "fixer", "FORGE_TOKEN", {
              effect: "deny",
              reason: "goes through the server",
            }),
            grant("c", "AgentStack", "fixer", "MODEL_KEY", {
              mountPolicy: "env",
              purpose: "model",
              expires: "2026-11-01T00:00:00Z",
            }),
          ]}
        />
      </Panel>
    ),
  },
  {
    name: "Configs",
    view: (
      <Panel id="configs" title="Configs" icon="settings" flush>
        <ConfigMatrix
          now={now}
          grants={[
            {
              metadata: { name: "endpoints" },
              spec: {
                subject: { kind: "AgentStack", name: "fixer" },
                configRef: { name: "endpoints", keys: ["tides", "pilots"] },
                purpose: "tool",
                effect: "allow",
                mountPolicy: "env",
              },
              status: {},
            },
          ]}
        />
      </Panel>
    ),
  },
  {
    name: "Needs",
    view: (
      <NeedsPanel
        needs={[
          {
            metadata: { name: "n1" },
            spec: {
              stack: "fixer",
              requiredBy: { kind: "AgentMcpServer", name: "forge" },
              need: "secret",
              name: "FORGE_TOKEN",
              purpose: "mcp",
            },
            status: { phase: "Met", grant: "forge-token" },
          },
          {
            metadata: { name: "n2" },
            spec: {
              stack: "fixer",
              requiredBy: { kind: "AgentSkill", name: "triage" },
              need: "config",
              name: "labels",
            },
            status: { phase: "Missing", remedy: "Add an AgentConfigGrant for the stack fixer." },
          },
          {
            metadata: { name: "n3" },
            spec: {
              stack: "fixer",
              requiredBy: { kind: "AgentStack", name: "fixer" },
              need: "role",
              name: "write-back",
            },
            status: { phase: "Denied", grant: "no-writes" },
          },
        ]}
      />
    ),
  },
  { name: "No needs", view: <NeedsPanel needs={[]} /> },
  {
    name: "Plots",
    view: (
      <div class="grid">
        <Panel id="queue" title="Queue" icon="gauge">
          <Plot
            kind="line"
            id="queue-plot"
            title="Runs that waited, by hour"
            summary="It rose to 9 at 10:00 and is 2 now."
            placeName="Day"
            places={["06:00", "07:00", "08:00", "09:00", "10:00", "11:00", "12:00"]}
            series={[{ name: "Waiting", values: [1, 3, null, 7, 9, 4, 2] }]}
          />
        </Panel>
        <Panel id="spent" title="Cost" icon="dollar-sign">
          <Plot
            kind="bars"
            id="cost-plot"
            title="Cost by day"
            summary="Most was spent on Thursday."
            figure={(value) => `$${value}`}
            placeName="Day"
            places={["Mon", "Tue", "Wed", "Thu", "Fri"]}
            series={[
              { name: "fixer", values: [3.1, 4, 2.2, 9.4, 5] },
              { name: "reviewer", values: [1, 1.5, 0.4, 2, 1.1] },
            ]}
          />
        </Panel>
        <Panel id="took" title="Durations" icon="timer">
          <Plot
            kind="histogram"
            id="duration-plot"
            title="How long runs took"
            summary="Most took less than three minutes."
            name="Duration"
            figure={(value) => `${Math.round(value)} s`}
            values={[20, 31, 44, 50, 52, 61, 70, 75, 90, 120, 130, 180, 300, 610]}
          />
        </Panel>
        <Panel id="two" title="Two lines" icon="activity">
          <Plot
            kind="line"
            id="two-plot"
            title="Drift and checks"
            summary="Nothing drifted since Wednesday."
            placeName="Day"
            places={["Mon", "Tue", "Wed", "Thu"]}
            series={[
              { name: "Checked", values: [6, 6, 6, 6] },
              { name: "Drifted", values: [2, 1, 0, 0] },
            ]}
          />
        </Panel>
      </div>
    ),
  },
  {
    name: "Graph",
    view: (
      <Panel id="trace" title="Where a commit is" icon="network">
        <Graph
          id="trace-graph"
          title="Where the commit of skills is"
          summary="The commit is in one image, in three env directories, and two runs used it."
          nodes={[
            { id: "c", kind: "commit", name: "harbour-agent 4f1c09aa20", href: "/templates/harbour-agent" },
            { id: "i", kind: "image", name: "platform-agent 9be1", status: "clean", href: "/images/x" },
            { id: "e1", kind: "environment", name: "pilot", status: "clean" },
            { id: "e2", kind: "environment", name: "dispatcher-of-the-long-name", status: "drifted" },
            { id: "e3", kind: "environment", name: "crane", status: "unverified" },
            { id: "r1", kind: "run", name: "run-9c41", status: "done", href: "/runs/run-9c41" },
            { id: "r2", kind: "run", name: "run-7aa0" },
          ]}
          edges={[
            { from: "c", to: "i", name: "baked" },
            { from: "i", to: "e1" },
            { from: "i", to: "e2" },
            { from: "c", to: "e3" },
            { from: "e1", to: "r1" },
            { from: "e1", to: "r2" },
            { from: "r2", to: "c" },
          ]}
        />
      </Panel>
    ),
  },
];
