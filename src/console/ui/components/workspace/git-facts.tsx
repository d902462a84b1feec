import type { GitState } from "../../../../agents/kinds/git-state.ts";
import { FactsList } from "../data/facts-list.tsx";
import { counted } from "../data/figure-words.ts";
import { Icon } from "../icon/icon.tsx";
import { Chip } from "../status/chip.tsx";
import { ToneWord } from "../status/status-word.tsx";
import { DigestText } from "../text/digest-text.tsx";
import { HiddenCharacters } from "../text/hidden-characters.tsx";
import { Time } from "../time/time.tsx";

export interface GitFactsProps {
  readonly git: GitState;
  readonly now: string;
}

const rebaseLooks = {
  none: { tone: "idle", icon: "check", word: "Not needed" },
  needed: { tone: "warn", icon: "git-branch", word: "Needed" },
  running: { tone: "busy", icon: "loader", word: "Under way" },
  conflicts: { tone: "bad", icon: "git-merge", word: "Conflicts" },
  aborted: { tone: "idle", icon: "circle-slash", word: "Aborted" },
  done: { tone: "ok", icon: "circle-check", word: "Done" },
} as const;

/** The git state of a workspace, every field of it. */
export function GitFacts({ git, now }: GitFactsProps) {
  const { branch, head, upstream, ahead = 0, behind = 0, dirty, uncommitted = 0, conflicts = [] } = git;
  if (git.missing) return <ToneWord tone="bad" icon="folder" word="Its path is gone" />;
  return (
    <FactsList
      facts={[
        ["Branch", branch === undefined ? "detached" : <BranchName name={branch} />],
        ["Head", head && <DigestText digest={head} />],
        ["Upstream", upstream && <BranchName name={upstream} />],
        [
          "Compared",
          upstream && (
            <>
              <span>
                <Icon name="arrow-up" /> {ahead} ahead
              </span>
              <span>
                <Icon name="arrow-down" /> {behind} behind
              </span>
            </>
          ),
        ],
        [
          "Files",
          dirty === undefined ? undefined : dirty ? (
            <ToneWord tone="warn" icon="file-pen" word={`${counted(uncommitted, "file")} not committed`} />
          ) : (
            <ToneWord tone="ok" icon="check" word="As committed" />
          ),
        ],
        ["Rebase", git.rebase && <ToneWord {...rebaseLooks[git.rebase]} />],
        ["Conflicts", conflicts.length > 0 && <ConflictList paths={conflicts} />],
        ["Last activity", git.lastActivity && <Time at={git.lastActivity} now={now} />],
        [
          "Editor",
          git.editorLink && /^vscode:\/\/file\//.test(git.editorLink) && (
            <a href={git.editorLink}>Open in an editor on this machine</a>
          ),
        ],
      ]}
    />
  );
}

function BranchName({ name }: { readonly name: string }) {
  return (
    <Chip icon="git-branch">
      <HiddenCharacters text={name} most={200} />
    </Chip>
  );
}

function ConflictList({ paths }: { readonly paths: readonly string[] }) {
  return (
    <ul>
      {paths.slice(0, 50).map((path) => (
        <li key={path}>
          <code>
            <HiddenCharacters text={path} most={1000} />
          </code>
        </li>
      ))}
      {paths.length > 50 && <li class="muted">and {paths.length - 50} more</li>}
    </ul>
  );
}
