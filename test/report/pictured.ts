import type { Report } from "../../src/report/report.ts";

/** The report that the page of `drift-gate` shows. */
export const pictured: Report = {
  version: 1,
  tool: { name: "identikit", version: "0.1.0" },
  check: "gate",
  verdict: "drift",
  subject:
    "docker://forge.example/platform/platform-agent:current against template templates/platform-agent at commit 6c8f1e0b9a47",
  facts: [
    {
      label: "tree digest",
      value: "sha256:3fd6e2f0f26f0bb913f358c8813d240fdf6555beae20f39161ea0db6cdc0ae9d",
    },
  ],
  findings: [
    {
      code: "FILE_CHANGED",
      severity: "error",
      path: "prompts/concierge.md",
      expected: "sha256:0cc59dda61430a8f0b3b5d0f0c3ad1e5f4c1de1c2f9a3f1d7b5a8c6e2d4f9b10",
      actual: "sha256:863fee2f1856ac513dd0a6b7486506273b96a8a7abf23a14fb5bf24b637846ad",
      remedy: "Bake the image again from the template as it is now.",
      location: { file: "Dockerfile.platform-agent", line: 9 },
    },
    {
      code: "FILE_MISSING",
      severity: "error",
      path: "prompts/escalation.md",
      expected: "sha256:97d68d4a823342d5e79e4ca455a9cb9ee199a3a4764329f5ba4303ecf39c57c6",
      actual: null,
      remedy: "Bake the image again from the template as it is now.",
    },
  ],
};
