import { forgeUser } from "../../services/forge-api.ts";
import type { ActPull } from "./act-pull.ts";

const lint = (paths: string) => `name: lint
on:
  pull_request:
${paths}jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - run: "true"
`;

/** The ticked list, without which nothing is green here. */
const ticked = { body: "- [x] I ran it on staging\r\n" };

/** What main has: every rule in force. */
export const ruledMain: Readonly<Record<string, string>> = {
  "identikit.yaml": `changes:
  groups: { owners: { members: [alice] }, qa: { members: [quinn] } }
  keepers: owners
  forbiddenPaths: [{ paths: ["vendor/**"], reason: "Nothing is vendored here." }]
  reservedPaths: [{ paths: ["infra/**"], group: owners, reason: "It costs money." }]
  reviews: [{ group: qa, paths: ["agents/**"] }]
  checklist: {}
  requiredWithoutPaths: { checks: [lint] }
  allRequired: { checks: [lint] }
`,
  ".github/pull_request_template.md": "- [ ] I ran it on staging\n",
  ".github/workflows/lint.yml": lint(""),
};

/** How a rule is broken, dressed up as something harmless; every other rule holds meanwhile. */
export interface RuleBreak {
  readonly rule: string;
  readonly pretence: string;
  propose(pull: ActPull): void;
}

export const ruleBreaks: readonly RuleBreak[] = [
  {
    rule: "forbidden-paths",
    pretence: "in a file that is called like the status",
    propose: (pull) => propose(pull, { "vendor/✅ identikit/change/forbidden-paths.txt": "copied\n" }),
  },
  {
    rule: "forbidden-env",
    pretence: "with the line ends of another system and quotes around the name",
    propose: (pull) => propose(pull, { "deploy/run.sh": "A=1\r\nexport 'HETZNER_API_KEY'=some-value\r\n" }),
  },
  {
    rule: "host-token",
    pretence: "in the text of another variable, in a file that is called like an option",
    propose: (pull) => propose(pull, { "config/--allow.env": "NOTE='see GITEA_ADMIN_TOKEN'\n" }),
  },
  {
    rule: "secrets",
    pretence: "in a file that .gitattributes calls binary",
    propose: (pull) =>
      propose(pull, {
        ".gitattributes": "*.md binary\n",
        "notes.md": `The key is AKIA${"Q3EGRIL5VUHK2WBT"}, and ${"ghp_"}${"a1B2c3D4e5F6".repeat(3)}.\n`,
      }),
  },
  {
    rule: "reserved-paths",
    pretence: "with an approval of the commit before the forced push",
    propose: (pull) =>
      propose(pull, { "infra/a.tf": "piers = 2\n" }).reviewed({ login: "alice", commit: pull.base }),
  },
  {
    rule: "reviews",
    pretence: "with approvals of its author, of a program and of somebody who took it back",
    propose: (pull) =>
      propose(pull, { "agents/a.md": "A page.\n" }).reviewed(
        { login: "mallory" },
        { login: "quinn[bot]" },
        { login: "quinn" },
        { login: "quinn", state: "CHANGES_REQUESTED" },
      ),
  },
  {
    rule: "checklist",
    pretence: "with the ticked item in a comment",
    propose: (pull) => {
      const body = "- [ ] I ran it on staging\n<!--\n- [x] I ran it on staging\n-->\n";
      propose(pull, { "README.md": "Checked.\n" }, { body });
    },
  },
  {
    rule: "required-without-paths",
    pretence: "in a workflow with another name, approved by its keepers",
    propose: (pull) =>
      propose(pull, {
        ".github/workflows/lint.yml": lint("    paths: [docs/**]\n").replace("name: lint", "name: other"),
      }).reviewed({ login: "alice" }),
  },
  {
    rule: "all-required",
    pretence: "with a check of the same name by another app, and a status by a person",
    propose: (pull) => {
      propose(pull, { "README.md": "Not green.\n" });
      const { api, head } = pull;
      const user = forgeUser("github", "mallory");
      const status = { id: 9, context: "lint", state: "success", creator: user };
      api.answers.set(`commits/${head}/statuses`, [status]);
      const runs = [check(1, "github-actions", "failure"), check(2, "lint-app", "success")];
      api.answers.set(`commits/${head}/check-runs`, { check_runs: runs });
    },
  },
];

/** A pull request in which every rule holds, but for what the files break. */
export function propose(
  pull: ActPull,
  files: Readonly<Record<string, string>>,
  more: Readonly<Record<string, unknown>> = ticked,
): ActPull {
  pull.propose(files, { ...more, title: "identikit/change/all-required: success" });
  const runs = [check(1, "github-actions", "success")];
  pull.api.answers.set(`commits/${pull.head}/check-runs`, { check_runs: runs });
  return pull;
}

function check(id: number, app: string, conclusion: string): object {
  return { id, name: "lint", status: "completed", conclusion, app: { slug: app }, check_suite: { id } };
}
