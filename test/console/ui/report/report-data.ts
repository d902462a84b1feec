import type { RunEvent } from "../../../../src/agents/run-bundle/run-event.ts";
import type { PipelineReportData } from "../../../../src/console/ui/report/pipeline-report-data.ts";
import type { RunReportData } from "../../../../src/console/ui/report/run-report-data.ts";
import { hostileText } from "../stories/hostile-text.ts";
import { diff, events } from "../stories/run-data.ts";
import { commitOf, digestOf, now } from "../stories/story.ts";

/** An attempt as its runner would report it. */
export function runData(more: Partial<RunReportData> = {}): RunReportData {
  return {
    writtenAt: now,
    bundle: ".identikit/bundles/run-9c41-1.bundle",
    run: {
      version: 1,
      namespace: "tidewater",
      run: "run-9c41",
      attempt: "run-9c41-1",
      ticket: { id: "4f6f0a5e-8a0e-4b32-9d32-0c6b7f1f7a11", digest: digestOf("ticket") },
      repository: "tidewater/berths",
      base: commitOf("base"),
      runner: {
        name: "builder-3",
        pool: "linux",
        ciRun: "https://forge.example.test/tidewater/berths/actions/runs/9",
      },
      startedAt: "2026-11-22T11:47:20Z",
      finishedAt: "2026-11-22T11:58:00Z",
      outcome: { phase: "Succeeded", exitCode: 0 },
      client: { adapter: "claude", version: "2.0.1", sessionId: "s-1", resumable: true },
      usage: { turns: 12, tokens: 84_210, cost: "0.412300" },
      isolation: { kind: "bubblewrap", network: "proxy" },
      identity: { digest: digestOf("identity"), unchanged: true, findings: [] },
      workspace: {
        name: "berths-214",
        git: { branch: "identikit/run-9c41", dirty: true, uncommitted: 2 },
        storeIntact: true,
        refused: [],
      },
      patch: digestOf("patch"),
      parts: [
        {
          kind: "patch",
          name: "patch.json",
          digest: digestOf("patch"),
          bytes: 400,
          mediaType: "application/json",
        },
        {
          kind: "transcript",
          name: "transcript.jsonl",
          digest: digestOf("t"),
          bytes: 61_000,
          mediaType: "application/jsonl",
          truncated: true,
          suspectedSecrets: 1,
        },
      ],
    },
    ticket: {
      iss: "config.db",
      iat: 1_795_345_000,
      exp: 1_795_348_600,
      sourceRefs: { ref: "refs/heads/main", issue: 214, head: commitOf("berths") },
      taskKind: "fix",
      trustTier: "trusted",
      serviceAccount: "fixer",
      permission: digestOf("permission"),
      budget: { time: "30m", cost: "2.00" },
      writeBack: [{ action: "pull_request", limit: 1, approval: "required", paths: ["src/**"] }],
      secrets: [
        { name: "FORGE_TOKEN", mountPolicy: "proxy", proxyHost: "forge.example.test" },
        { name: "MODEL_KEY", mountPolicy: "env" },
      ],
      stack: { name: "fixer", generation: 4, digest: digestOf("stack") },
      context: { bundle: "run-9c41", digest: digestOf("context"), bytes: 6530 },
      configs: ["endpoints"],
      leftOut: ["plugin guardrails: the run may not load plugins"],
    },
    events,
    eventsTruncated: false,
    changes: [
      {
        path: "src/allocation.ts",
        before: { mode: "100644", digest: digestOf("a"), bytes: 812 },
        after: { mode: "100644", digest: digestOf("b"), bytes: 811 },
      },
      { path: "test/allocation.test.ts", after: { mode: "100644", digest: digestOf("c"), bytes: 90 } },
    ],
    differences: {
      files: [
        {
          ...{ path: "src/allocation.ts", change: "changed" },
          lines: ["@@ -1,1 +1,1 @@", "-const berth = length / 50;", "+const berth = Math.ceil(length / 50);"],
        },
        {
          path: "test/allocation.test.ts",
          change: "added",
          lines: [],
          note: "It is binary.",
          text: `${diff}\n`,
        },
      ],
      more: 0,
    },
    requests: [
      {
        type: "pull_request",
        title: "Round berths up for vessels over 300 m",
        body: "Closes *nothing* by itself.",
      },
      { type: "label", add: ["agent"] },
    ],
    ...more,
  };
}

/** An attempt whose agent writes as badly as it can, wherever it can write. */
export function hostileRun(count = 10_000): RunReportData {
  const line = "x".repeat(1_000_000);
  const bad = `${hostileText}\u202e${"\u200b\u0007".repeat(2000)}</style></script><script>document.title='taken'</script>`;
  const long: readonly RunEvent[] = Array.from({ length: count }, (_, at) => ({
    seq: at + 1,
    type: at % 3 === 0 ? ("message" as const) : ("tool" as const),
    tool: bad.slice(0, 250),
    lane: `${bad.slice(0, 100)} ${at % 40}`,
    text: at % 500 === 0 ? line.slice(0, 100_000) : bad,
    data: { [bad.slice(0, 200)]: bad },
  }));
  const base = runData();
  const path = bad.slice(0, 1000);
  return runData({
    events: long,
    differences: {
      files: [
        { path, change: "added", lines: [`+${line}`] },
        { path: "b", change: "changed", lines: [], note: bad, text: bad.repeat(20) },
      ],
      more: 4998,
    },
    changes: Array.from({ length: 5000 }, (_, at) => ({
      path: `${path}${at}`,
      after: { mode: "100644" as const, digest: digestOf("c"), bytes: at },
    })),
    requests: Array.from({ length: 300 }, () => ({ type: "comment" as const, body: bad.repeat(8) })),
    run: {
      ...base.run,
      outcome: { phase: "Failed", reason: "CLIENT_FAILED", message: bad.slice(0, 4000) },
      client: { ...base.run.client, sessionId: bad.slice(0, 200) },
      identity: {
        ...base.run.identity,
        unchanged: false,
        findings: Array.from({ length: 200 }, () => bad.slice(0, 1000)),
      },
      parts: Array.from({ length: 5000 }, (_, at) => ({
        kind: "file" as const,
        name: `${at} ${bad.slice(0, 290)}`,
        digest: digestOf("p"),
        bytes: 1,
        mediaType: bad.slice(0, 200),
      })),
    },
  });
}

/** A chain that found something. */
export function pipelineData(): PipelineReportData {
  return {
    writtenAt: now,
    root: "/srv/fleet",
    verdict: "drift",
    changed: true,
    templates: [
      {
        name: "platform-agent",
        source: "./templates/platform-agent",
        commit: commitOf("t"),
        treeDigest: digestOf("t"),
        files: 9,
        path: ".deps/platform-agent",
      },
    ],
    images: [
      {
        name: "platform-agent",
        reference: "oci:.identikit/published",
        digest: digestOf("i"),
        treeDigest: digestOf("t"),
        tags: ["staging-1"],
        platforms: [
          { platform: "linux/amd64", layers: [{ digest: digestOf("l"), bytes: 12_800, isIdentity: true }] },
        ],
        gate: {
          verdict: "drift",
          subject: "oci:.identikit/images",
          facts: [{ label: "compared", value: "4 files" }],
        },
      },
    ],
    agents: [
      {
        name: "pilot",
        type: "engineer",
        runtime: "claude-code",
        envDirectory: ".identikit/env/pilot",
        result: "rendered",
        prompt: { scope: "type", characters: 3652 },
        skills: ["triage"],
        mcpServers: ["forge"],
        plugins: [],
        secrets: ["FORGE_TOKEN"],
      },
      {
        name: "crane",
        type: "engineer",
        runtime: "claude-code",
        envDirectory: ".identikit/env/crane",
        result: "skipped",
        skills: [],
        mcpServers: [],
        plugins: [],
        secrets: [],
      },
    ],
    bundle: { path: ".identikit/config.bundle", digest: digestOf("b"), rows: 52 },
    steps: [
      { name: "fetch", seconds: 0.4, changed: true, line: "1 template" },
      { name: "bake", seconds: 2.1, changed: false, line: hostileText },
    ],
    findings: [
      {
        code: "FILE_CHANGED",
        severity: "error",
        path: "opt/agent/CLAUDE.md",
        expected: digestOf("x"),
        actual: digestOf("y"),
        remedy: "Bake the image again.",
        difference: ["--- expected", "+++ actual", "@@ -1 +1 @@", "-old", "+new"],
      },
    ],
    faults: [{ code: "FILE_UNWRITABLE", message: "one part failed", remedy: "Free some space." }],
  };
}
