import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** The workflows that other repositories copy. */
const copied = ["check", "publish-platform-agent", "reconcile", "render-env", "drift-gate"];

/** Stands for a commit of this repository. */
const commit = "0123456789abcdef0123456789abcdef01234567";

interface HostForm {
  /** Where the actions are. */
  readonly actions: string;
  readonly checkout: string;
  readonly permissions: (text: string) => string;
}

const hosts: Readonly<Record<string, HostForm>> = {
  github: {
    actions: "your-org/identikit/actions/",
    checkout: "actions/checkout@",
    permissions: (text) =>
      text
        .replace(/^# Gitea has no permission[\s\S]*?(?=^permissions:)/m, "")
        .replace(/^ {2}contents: write$/m, "  contents: read\n  statuses: write"),
  },
  gitea: {
    actions: "https://forge.example/platform/identikit/actions/",
    checkout: "https://forge.example/mirrors/checkout@",
    permissions: (text) => text,
  },
};

/** This project's own workflows as another repository has them: by file, one folder a host, each action by its whole address. */
export function exampleWorkflows(): Map<string, string> {
  const files = new Map<string, string>();
  for (const [host, form] of Object.entries(hosts))
    for (const name of copied) {
      const own = readFileSync(join(root, `.gitea/workflows/${name}.yml`), "utf8");
      files.set(`examples/workflows/${host}/${name}.yml`, exampleOf(own, form));
    }
  return files;
}

function exampleOf(text: string, { actions, checkout, permissions }: HostForm): string {
  return permissions(text)
    .replace(/\.\/actions\/([\w-]+)/g, `${actions}$1@${commit}`)
    .replace(/actions\/checkout@/g, checkout)
    .replace(/examples\/fleet/g, ".");
}
