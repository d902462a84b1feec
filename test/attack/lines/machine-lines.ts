import type { AttackLine } from "./attack-line.ts";

const hostile = "test/env/hostile-places.test.ts";
const machines = "test/attack/machines.test.ts";
const instance = "test/env/render-instance.test.ts";
const documents = "test/document/document.test.ts";
const server = "test/api/http-server.test.ts";

export const machineLines: readonly AttackLine[] = [
  {
    attack:
      "killed at any system call while fetching, materialising, rendering, exporting, importing: the next run completes; no torn file, no lost file, no plaintext secret outside files of mode 0600 at any moment, and none in any left-over file after the next run",
    proofs: {
      "test/attack/kills/kills.test.ts": [
        "leaves all or nothing",
        "tears nothing, and the next run completes",
      ],
      "test/attack/canary.test.ts": [
        "no secret, key or password is ever seen on the way through the commands",
      ],
      "test/e2e/pipeline.test.ts": ["a pipeline that is killed at any moment is completed by the next run"],
    },
  },
  {
    attack:
      "permission cases are run as an unprivileged user (as root they prove nothing); disk full, read-only directory, no permission, a file that is a directory; two writers on one env directory; the client writing `.claude.json` at the same time; a clock that jumps",
    proofs: {
      [machines]: [
        "whose disk is full says so",
        "without permission on the volume says which file",
        "that finds a directory where a file must be",
        "whose volume is a file is one clear line",
      ],
      [hostile]: [
        "has a directory at",
        "is read-only for its own owner",
        "is full: old files stay whole",
        "in several processes do not disturb each other",
        "whatever the clock says",
      ],
      "test/env/interleaving.test.ts": ["loses nothing, and has nothing lost"],
    },
  },
  {
    attack:
      "malformed or huge JSON and YAML (alias bombs, duplicate keys, tags, prototype pollution keys), BOM, CRLF, invalid UTF-8",
    proofs: {
      [documents]: [
        "a duplicate key",
        "a prototype key",
        "a custom tag",
        "a nesting bomb",
        "an alias bomb",
        "a byte order mark is passed over, and bytes that are not UTF-8 are refused",
      ],
      [instance]: ["bytes that are not UTF-8", "deep nesting that is cut"],
    },
  },
  {
    attack:
      "a secret named `__proto__`, a value with newlines, quotes, `${`, `::`, NUL, 1 MiB; two secrets where one is a prefix of the other",
    proofs: {
      "test/config/secret-store.test.ts": ["refuses the name", "takes %s as it is"],
      [instance]: ["a secret that holds", "with %s arrive unchanged"],
      "test/adapters/masking.test.ts": ["masks the longer of two secrets where one begins with the other"],
      "test/e2e/masking.test.ts": ["a value with line ends and quotes is masked in JSON"],
    },
  },
  {
    attack:
      "hostile workflow inputs: newlines into `GITHUB_OUTPUT`, `::` commands in file names that reach the log, Markdown and HTML in paths that reach a summary or a comment",
    proofs: {
      "test/actions/artifacts.test.ts": ["a value of several lines is one output, whatever stands in it"],
      "test/actions/change-gate.test.ts": ["hostile titles, branch names and file names are text in the log"],
      "test/fault/visible.test.ts": ["gives a runner no command"],
      "test/report/markdown.test.ts": ["hostile names become text, in every column"],
      "test/report/annotation.test.ts": ["hostile names are one visible line"],
    },
  },
  {
    attack: "output options given a device, a FIFO, `/dev/stdout`, `/dev/null`, as root",
    proofs: {
      "test/e2e/outputs.test.ts": [
        "writes into a FIFO, and leaves it one",
        "takes the place of",
        "is standard output, which then holds the file and nothing else",
      ],
    },
  },
  {
    attack:
      "two container rebuilds of one agent; a rebuild killed in the settle time; a container with every option that the engine has",
    proofs: {
      "test/containers/kill-rebuilds.test.ts": [
        "take turns when two start at once",
        "leave one working container with its env directory, wherever they are killed",
      ],
      "test/containers/recovery.test.ts": ["while a good successor settled"],
      "test/containers/options.test.ts": ["is carried over"],
    },
  },
  {
    attack:
      "any request target, method and header at a server: `//`, `http://[`, a port of 99999, 300 slow readers, a foreign `Host`",
    proofs: {
      [server]: [
        "for odd targets, with every method",
        "for odd methods, versions and headers",
        "for requests that break off",
        "is answered under this machine's own names only",
      ],
      "test/api/event-stream.test.ts": [
        "are not sent to more than 256 listeners at once",
        "wait for a listener that reads slowly without piling up in memory",
      ],
      "test/api/doors/odd-doors.test.ts": ["whatever comes to the doors is answered or refused"],
    },
  },
  {
    attack:
      "a directory named with a password because a database URL was mistyped; keys and state added to git by `git add -A`",
    proofs: {
      "test/config/database.test.ts": ["is no database, and no file is made of it"],
      "test/e2e/authors.test.ts": [
        "git takes nothing of what it made",
        "validate and doctor find a key that git tracks",
      ],
    },
  },
];
