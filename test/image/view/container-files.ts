import { createHash } from "node:crypto";
import { imageArchive } from "../../../src/image/layer/image-archive.ts";
import { TarParser } from "../../../src/tar/tar-parser.ts";

/** What stands at one path of a container, in a form that one can compare and read. */
export type Fact = string;

/**
 * What is below a directory in the archive of a container's file system (`docker export`), which has neither layers nor
 * whiteouts. Links on the way to the directory are followed, links in it are not.
 */
export function filesIn(archive: Buffer, directory: string): Record<string, Fact> {
  const all = new Map<string, { fact: Fact; target?: string }>();
  const parser = new TarParser((header) => {
    const path = header.path.replace(/\/$/, "").replace(/^\.\//, "");
    const { type, mode, uid, gid, target } = header;
    const owner = `${mode.toString(8)} ${uid}:${gid}`;
    if (type === "directory") all.set(path, { fact: `directory ${owner}` });
    else if (type === "symlink") all.set(path, { fact: `symlink ${target}`, target });
    else if (type === "link") all.set(path, all.get(target.replace(/^\.\//, "")) ?? { fact: "broken" });
    else if (type !== "file") all.set(path, { fact: type });
    if (type !== "file") return undefined;
    const hash = createHash("sha256");
    return {
      write: (chunk) => hash.update(chunk),
      end: () => all.set(path, { fact: `file ${owner} ${hash.digest("hex").slice(0, 12)}` }),
    };
  }, imageArchive("export"));
  parser.write(archive);
  parser.end();

  const found = follow(all, directory);
  const facts: Record<string, Fact> = {};
  if (found === undefined) return facts;
  const prefix = found === "" ? "" : `${found}/`;
  for (const [path, { fact }] of all) {
    if (path.startsWith(prefix) && path !== found) facts[path.slice(prefix.length)] = fact;
  }
  return facts;
}

function follow(
  all: ReadonlyMap<string, { fact: Fact; target?: string }>,
  directory: string,
): string | undefined {
  const todo = directory.split("/");
  let at: string[] = [];
  for (let steps = 0; todo.length > 0; steps++) {
    if (steps > 200) return undefined;
    const name = todo.shift() as string;
    if (name === "" || name === ".") continue;
    if (name === "..") {
      at.pop();
      continue;
    }
    const entry = all.get([...at, name].join("/"));
    if (entry?.target !== undefined) {
      if (entry.target.startsWith("/")) at = [];
      todo.unshift(...entry.target.split("/"));
    } else if (entry?.fact.startsWith("directory")) {
      at.push(name);
    } else return undefined;
  }
  return at.join("/");
}
