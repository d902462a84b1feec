import type { AttackLine } from "./attack-line.ts";

const archives = "test/attack/archives.test.ts";

export const archiveLines: readonly AttackLine[] = [
  {
    attack:
      "`..` anywhere, absolute paths, `C:` and `\\\\` forms, empty names, names that normalise to another entry's name, `.` and `..` after Unicode normalisation",
    proofs: {
      [archives]: [
        ".. in the middle",
        ".. at the end",
        ".. outside the policy",
        "an absolute path",
        "a drive letter",
        "a backslash",
        "a network path",
        "a dot segment",
        "an empty segment",
        "an empty name",
        ".. after normalisation",
        "one dot after normalisation",
        "a two-dot leader",
        "the same path after normalisation",
      ],
      "test/tree/path.test.ts": ["may not be %j"],
    },
  },
  {
    attack:
      "symbolic links, then writing through them; links in chains; hard links (also to outside, also to a symbolic link); links already planted in the destination; a parent swapped for a link between check and use",
    proofs: {
      [archives]: [
        "a symbolic link among the assets",
        "writing through a symbolic link",
        "links in a chain",
        "a hard link to outside",
        "a hard link to a symbolic link",
        "a hard link with content",
        "does not reach through links that were planted in the destination",
      ],
      "test/tree/directory-writer.test.ts": [
        "never goes through a directory that is a link",
        "stays in the directory that it checked when a parent is swapped for a link meanwhile",
      ],
      "test/template/materialize.test.ts": ["an agent that planted something on its volume"],
    },
  },
  {
    attack:
      "device, fifo, socket, GNU sparse (`S`, `GNU.sparse.*`), contiguous, unknown types: only regular files, directories and pax/GNU long-name headers are read",
    proofs: {
      [archives]: [
        "a special file of type",
        "an entry of type",
        "a sparse file by its pax records",
        "links, special files and anything else outside the policy are left out and listed",
      ],
    },
  },
  {
    attack: "setuid, setgid, sticky, world-writable modes: written as 0644 or 0755",
    proofs: { [archives]: ["setuid, setgid, sticky and world-writable modes become 0644 or 0755"] },
  },
  {
    attack:
      "duplicates: same path twice; same after case folding; same after NFC; a file where a directory is needed and the reverse",
    proofs: {
      [archives]: [
        "the same path twice",
        "the same path after case folding",
        "the same path after normalisation",
        "a file where a directory is needed",
        "a directory where a file is",
        "a directory entry over a file",
      ],
    },
  },
  {
    attack:
      "NUL and control characters; trailing dots and spaces; names reserved on Windows; over-long paths; depth bombs",
    proofs: {
      [archives]: [
        "a NUL in a name",
        "a control character",
        "a line feed",
        "a trailing dot",
        "a trailing space",
        "a name that Windows reserves",
        "a path that is too long",
        "a depth bomb",
      ],
    },
  },
  {
    attack:
      "pax records that disagree with the header, negative or base-256 sizes, a pax header followed by long-name headers, header size bombs, sizes larger than the archive, truncated archives, trailing garbage, a second gzip member, concatenated archives",
    proofs: {
      [archives]: [
        "a pax size that disagrees",
        "a pax path that disagrees with a hostil",
        "a base-256 size",
        "a negative size",
        "a size beyond the archive",
        "a size beyond every bound",
        "a pax header followed by a long name",
        "a long name followed by a pax header",
        "a header size bomb",
        "a long name size bomb",
        "an archive cut short in an entry",
        "an archive without its end",
        "a gzip file cut short",
        "rubbish after the archive's end",
        "rubbish after the gzip file",
        "archives one after the other",
        "a second gzip member",
      ],
      "test/attack/archive-fuzz.test.ts": ["four hundred mutated archives"],
    },
  },
  {
    attack:
      "gzip bombs (ratio and absolute), millions of empty entries, a slow server that never ends, an endless stream",
    proofs: {
      [archives]: ["a gzip bomb", "an archive that is too large as it is s", "very many empty entries"],
      "test/template/archive-source.test.ts": ["that never ends is given up at the deadline or the bound"],
      "test/image/registry/hostile-registry.test.ts": ["an answer that never ends is not waited for"],
    },
  },
  {
    attack: "`.git/` in any letter case and short-name form; agent-owned paths in any case",
    proofs: {
      [archives]: [
        ".GIT",
        ".git's short name",
        ".git with a character that HFS+ ignores",
        "an agent-owned path",
        "an agent-owned path in another case",
        "sessions of the agent",
      ],
    },
  },
  {
    attack:
      "node-tar's lenient default: without `strict` it skips a refused entry and still succeeds; a skipped entry must be an error",
    proofs: {
      [archives]: ["leaves everything as it was, whichever rule it breaks", "a wrong checksum"],
    },
  },
];
