/** A digest as people quote it: `sha256:` and twelve hex digits. */
export function shortDigest(digest: string): string {
  return digest.slice(0, "sha256:".length + 12);
}

/** A commit id as people quote it. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 12);
}

/** "1 file", "2 files". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
