import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { house } from "../../architecture/rooms.ts";
import { commitAll } from "../fleet.ts";

/** A repository like this one, as far as its workflows see it: actions, bundles, the fleet, the workflows. */
export interface Workspace extends Disposable {
  readonly root: string;
  /** A directory beside the repository, for what a runner keeps. */
  readonly outside: string;
  /** Writes a file of the repository; not committed. */
  write(path: string, content: string): void;
  /** Commits everything and gives the commit's id. */
  commit(): string;
}

const copied = [".gitea", ".gitignore", "actions", "dist", "examples/fleet", "package.json"];

/** Copies this repository's working parts into a repository of their own, under `acme/fleet`, without a commit yet. */
export function makeWorkspace(): Workspace {
  if (!existsSync(join(house, "dist", "identikit.js"))) throw new Error("dist/ is not built: npm run build");
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "identikit-act-")));
  const root = join(directory, "repository");
  const outside = join(directory, "runner");
  mkdirSync(outside, { recursive: true });
  for (const path of copied) {
    cpSync(join(house, path), join(root, path), {
      recursive: true,
      filter: (source) => !/\/(\.identikit|\.tenant-bundle-deps)$/.test(source),
    });
  }
  const workspace: Workspace = {
    root,
    outside,
    write: (path, content) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    },
    commit: () => {
      const id = commitAll(root, "The repository as it stands");
      // act reads the repository's name from here.
      execFileSync("git", ["config", "remote.origin.url", "https://github.com/acme/fleet.git"], {
        cwd: root,
      });
      return id;
    },
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
  return workspace;
}
