import { listenerProgram } from "../../runtime/listener-program.ts";
import type { AgentMount } from "../isolation.ts";
import type { AgentBounds } from "./guards.ts";

export interface StagedLaunch {
  /** Unguessable; marks what this stage says, and the processes that it is. */
  readonly nonce: string;
  readonly guards: AgentBounds;
  readonly mounts: readonly AgentMount[];
  /** Where the program starts. */
  readonly cwd: string;
  readonly argv: readonly string[];
  /** A port of the agent's network that is opened and handed to the supervisor, and the Node.js there that does it. */
  readonly listener?: { readonly node: string; readonly port: number } | undefined;
  /** Variables that are not the agent's. */
  readonly unset?: readonly string[] | undefined;
  /** Whether the shell stays, and waits for the agent: the first process of a pid namespace has to collect what others leave. */
  readonly staysBehind?: boolean | undefined;
}

/**
 * What stands between us and the agent: a stage of plain POSIX shell in the agent's very place, as its user, in its namespaces. It tries
 * what the agent must not be able to do, says what it found, and becomes the agent only when it is told to. So the proof is about the
 * place that the agent gets, and not about one like it.
 *
 * - A shell opens a file by redirecting from it, and needs no program for that: an image may hold little.
 * - A process is the supervisor's only if its start time is: another one may have its number in a pid namespace.
 * - Any other process whose variables can be read is a breach as well, unless the nonce is in the first line of its command line: then
 *   it is one of ours.
 */
const stage = String.raw`
umask 077
n=$1
shift
say() { printf '%s %s %s\n' "$n" "$1" "$2"; }
opens() { true 2>/dev/null <"$1"; }
entries() { for e in "$1"/* "$1"/.[!.]*; do [ -e "$e" ] && return 0; done; return 1; }
process() {
  line=
  { IFS= read -r line <"/proc/$1/stat"; } 2>/dev/null
  [ -n "$line" ] || return 0
  p=$1
  born=$2
  set -f
  set -- ${"$"}{line##*) }
  set +f
  shift 19
  [ "$1" = "$born" ] || return 0
  for f in environ mem maps; do
    if opens "/proc/$p/$f"; then say unsafe "/proc/$p/$f can be opened"; fi
  done
  if entries "/proc/$p/fd"; then say unsafe "/proc/$p/fd can be listed"; fi
  if kill -0 "$p" 2>/dev/null; then say unsafe "process $p can be ended"; fi
  if [ "$p" = "$telltale" ]; then say unsafe "/proc/$p/cmdline shows a credential"; fi
}
unreadable() {
  if [ -d "$1" ]; then
    if entries "$1"; then say unsafe "$1 can be listed"; fi
  elif [ -S "$1" ]; then
    if [ -w "$1" ]; then say unsafe "$1 can be connected to"; fi
  elif opens "$1"; then
    say unsafe "$1 can be read"
  fi
}
telltale=
stay=
node=
code=
while [ "$1" != -- ]; do
  v=${"$"}{1#*:}
  case $1 in
    telltale:*) telltale=$v ;;
    process:*) process "${"$"}{v%%:*}" "${"$"}{v#*:}" ;;
    unreadable:*) unreadable "$v" ;;
    unwritable:*) if [ -w "$v" ]; then say unsafe "$v can be written"; fi ;;
    see:*) [ -r "$v" ] || say missing "$v cannot be read" ;;
    write:*) [ -w "$v" ] || say missing "$v cannot be written" ;;
    cwd:*) cd "$v" 2>/dev/null || say missing "$v cannot be entered" ;;
    unset:*) unset "$v" ;;
    stay:*) stay=yes ;;
    node:*) node=$v ;;
    code:*) code=$v ;;
    listen:*) "$node" -e "$code" "$v" || say missing "the proxy's port" ;;
  esac
  shift
done
shift
unset NODE_CHANNEL_FD NODE_CHANNEL_SERIALIZATION_MODE
exec 3<&-
for d in /proc/[0-9]*; do
  line=
  { IFS= read -r line <"$d/environ"; } 2>/dev/null
  [ -n "$line" ] || continue
  line=
  { IFS= read -r line <"$d/cmdline"; } 2>/dev/null
  case $line in
    *"$n"*|"") ;;
    *) say unsafe "$d/environ of another program can be read" ;;
  esac
done
say ready .
IFS= read -r go || exit 125
[ "$go" = "$n go" ] || exit 125
unset n v p f e d line born go telltale node code OLDPWD IFS
if [ -n "$stay" ]; then
  unset stay
  "$@"
  exit "$?"
fi
unset stay
exec "$@"
`;

/** The stage and what it ends in, as a command of the agent's view. */
export function launchCommand({
  nonce,
  guards,
  mounts,
  cwd,
  argv,
  listener: port,
  unset,
  staysBehind,
}: StagedLaunch): string[] {
  const { processes, unreadable, unwritable, telltale } = guards;
  const checks = [
    ...(port ? [`node:${port.node}`, `code:${listenerProgram}`, `listen:${port.port}`] : []),
    ...(unset?.map((name) => `unset:${name}`) ?? []),
    ...(staysBehind ? ["stay:"] : []),
    `telltale:${telltale ?? ""}`,
    ...processes.map(({ pid, born }) => `process:${pid}:${born}`),
    ...unreadable.map((path) => `unreadable:${path}`),
    ...unwritable.map((path) => `unwritable:${path}`),
    ...mounts.map(({ target, writable }) => `${writable ? "write" : "see"}:${target}`),
    `cwd:${cwd}`,
  ];
  return ["/bin/sh", "-c", `: ${nonce}${stage}`, "identikit", nonce, ...checks, "--", ...argv];
}

/** What the stage says before the agent starts. */
export interface LaunchReport {
  readonly isReady: boolean;
  readonly unsafe: readonly string[];
  readonly missing: readonly string[];
}

/** More is not read: what is unsafe in so many ways is unsafe. */
const mostLines = 1000;

/** @param next gives the next line, `undefined` at the end */
export async function readLaunchReport(
  nonce: string,
  next: () => Promise<string | undefined>,
): Promise<LaunchReport> {
  const [unsafe, missing]: [string[], string[]] = [[], []];
  for (let count = 0; count < mostLines; count++) {
    const line = await next();
    if (line === undefined) break;
    const [, kind, text = ""] = new RegExp(`^${nonce} (\\w+) (.*)$`).exec(line) ?? [];
    if (kind === "ready") return { isReady: true, unsafe, missing };
    if (kind === "unsafe") unsafe.push(text);
    if (kind === "missing") missing.push(text);
  }
  return { isReady: false, unsafe, missing };
}
