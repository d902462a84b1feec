import { type Finding, verdictOf } from "../../src/fault/finding.ts";
import type { Report } from "../../src/report/report.ts";

export const digests = {
  expected: `sha256:${"1f".repeat(32)}`,
  actual: `sha256:${"2e".repeat(32)}`,
} as const;

export function finding(over: Partial<Finding> = {}): Finding {
  return {
    code: "FILE_CHANGED",
    severity: "error",
    path: "prompts/system.md",
    expected: digests.expected,
    actual: digests.actual,
    remedy: "Bake the image again from the template.",
    ...over,
  };
}

export function report(findings: readonly Finding[], over: Partial<Report> = {}): Report {
  return {
    version: 1,
    tool: { name: "identikit", version: "0.1.0" },
    check: "gate",
    verdict: verdictOf(findings),
    subject: "docker://registry.example/platform-agent:latest against template platform-agent",
    facts: [{ label: "image digest", value: digests.actual }],
    findings,
    ...over,
  };
}

/** Names that somebody may give to a file to be more than a file name where it is shown. */
export const hostilePaths = [
  "prompts/`code`.md",
  "prompts/a|b.md",
  "prompts/\\|b.md",
  "prompts/<img src=x onerror=alert(1)>.md",
  "prompts/<!-- identikit -->.md",
  "prompts/</code></td></table><script>x</script>",
  "prompts/[x](javascript:alert(1)).md",
  "prompts/![x](https://evil.example/p.png)",
  "prompts/@everyone #1 GH-2 www.evil.example https://evil.example.md",
  "prompts/**bold**_it_~~no~~.md",
  "prompts/&lt;b&gt;.md",
  "prompts/a\nb.md",
  "prompts/a\r\n::error::owned",
  "::set-output name=x::y",
  "##[add-mask]x",
  "prompts/\u202egnp.md",
  "prompts/\u0000\u001b[2J",
  "prompts/```\n# heading",
  " ",
  "",
] as const;

export const hostileReport: Report = report(
  hostilePaths.flatMap((path) => [
    finding({ path, subject: path, remedy: `Remove ${path}`, location: { file: path || "x", line: 3 } }),
    finding({ path, severity: "unverified", expected: path, actual: null }),
    finding({ path, difference: [`+${path}`, path] }),
    finding({ path, severity: "warning", expected: null, actual: path }),
  ]),
  { subject: hostilePaths.join(" "), facts: hostilePaths.map((path) => ({ label: path, value: path })) },
);
