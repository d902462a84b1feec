import { lstatSync, readlinkSync } from "node:fs";
import { dirname } from "node:path";
import type { AgentMount, NetworkMode } from "../isolation.ts";

/** Where programs and their libraries are; for the agent, to be read only. */
const systemFolders: readonly string[] = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

/** What of /etc programs need, and nobody's credentials are in. */
const settings: readonly string[] = [
  "/etc/alternatives",
  "/etc/ca-certificates",
  "/etc/ca-certificates.conf",
  "/etc/crypto-policies",
  "/etc/ld.so.cache",
  "/etc/ld.so.conf",
  "/etc/ld.so.conf.d",
  "/etc/localtime",
  "/etc/mime.types",
  "/etc/pki/ca-trust",
  "/etc/pki/tls/certs",
  "/etc/protocols",
  "/etc/services",
  "/etc/ssl/certs",
  "/etc/ssl/openssl.cnf",
  "/etc/timezone",
];

/** Before it are the standard streams, and the channel to Node.js. */
export const firstFile = 4;

export interface BubblewrapView {
  readonly network: NetworkMode;
  readonly mounts: readonly AgentMount[];
  /** Files that are given as open descriptors, from {@link firstFile} on: their paths inside. */
  readonly files: readonly string[];
  /** Programs of ours outside the system's folders, to be run at the same path. */
  readonly programs: readonly string[];
  /** Bytes of `/tmp`, and of shared memory. */
  readonly temporaryBytes: number;
  /** Whether it is root that starts it, who stays root for the mounts and becomes another user after them. */
  readonly isRoot: boolean;
}

/**
 * The options of `bwrap` (bubblewrap 0.8 and later): every namespace of its own, a root that holds what is named here and nothing else. Of
 * the capabilities, root keeps those that it needs to stop being root.
 */
export function bubblewrapOptions(view: BubblewrapView): string[] {
  const { network, mounts, files, programs, temporaryBytes, isRoot } = view;
  const size = ["--size", String(temporaryBytes)];
  return [
    ...["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--hostname", "agent"],
    ...(network === "open" ? [] : ["--unshare-net"]),
    ...(isRoot ? [] : ["--unshare-user", "--disable-userns"]),
    ...["--die-with-parent", "--new-session", "--cap-drop", "ALL"],
    ...(isRoot ? ["CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"].flatMap((name) => ["--cap-add", name]) : []),
    ...systemFolders.flatMap(asItIs),
    ...folders([...settings, ...files]),
    ...settings.flatMap((path) => ["--ro-bind-try", path, path]),
    ...(network === "open" ? ["--ro-bind-try", "/etc/resolv.conf", "/etc/resolv.conf"] : []),
    ...["--proc", "/proc", "--dev", "/dev", ...size, "--perms", "1777", "--tmpfs", "/dev/shm"],
    ...[...size, "--perms", "1777", "--tmpfs", "/tmp", "--symlink", "../tmp", "/var/tmp"],
    ...files.flatMap((path, index) => ["--perms", "0644", "--ro-bind-data", String(firstFile + index), path]),
    ...folders([...mounts.map(({ target }) => target), ...programs]),
    ...mounts.flatMap(({ source, target, writable }) => [writable ? "--bind" : "--ro-bind", source, target]),
    ...programs.flatMap((path) => ["--ro-bind", path, path]),
    // What is no mount of its own lies in memory, without a limit: nothing is written there.
    ...["--remount-ro", "/dev", "--remount-ro", "/"],
    // The stage goes to where the agent starts, as its user; root without its capabilities may not be able to.
    ...["--chdir", "/"],
  ];
}

/** The directories above mounts, made before them; by themselves they would be closed to others where what is mounted is. */
function folders(targets: readonly string[]): string[] {
  const all = new Set<string>();
  for (const target of targets) {
    for (let at = dirname(target); at !== "/"; at = dirname(at)) all.add(at);
  }
  return [...all].sort().flatMap((path) => ["--perms", "0755", "--dir", path]);
}

function asItIs(path: string): string[] {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (!status) return [];
  if (status.isSymbolicLink()) return ["--symlink", readlinkSync(path), path];
  return ["--ro-bind", path, path];
}
