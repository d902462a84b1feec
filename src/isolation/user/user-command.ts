import type { NetworkMode } from "../isolation.ts";

/** The programs that this needs, by name and path: all of util-linux, and `ip` of iproute2. */
export interface UserPrograms {
  readonly setpriv: string;
  readonly prlimit: string;
  readonly unshare?: string | undefined;
  readonly ip?: string | undefined;
}

/** Everything but the user taken away: groups, capabilities, and the ways to get any by running a program. */
export function asUser(setpriv: string, uid: number): string[] {
  return [
    setpriv,
    `--reuid=${uid}`,
    `--regid=${uid}`,
    "--clear-groups",
    "--no-new-privs",
    "--inh-caps=-all",
    "--bounding-set=-all",
    // The agent does not outlive a supervisor that is killed. What it started may; endLeftovers ends that.
    "--pdeathsig=KILL",
    "--",
  ];
}

/**
 * The command line of isolation by user: limits, a network namespace where the policy asks for one, then another user.
 * @param command what runs there
 */
export function userCommand(
  programs: UserPrograms,
  {
    uid,
    limits,
    network,
  }: { readonly uid: number; readonly limits: readonly string[]; readonly network: NetworkMode },
  command: readonly string[],
): string[] {
  const { setpriv, prlimit, unshare = "unshare", ip = "ip" } = programs;
  // A new network namespace has a loopback interface that is down.
  const up = `"$0" link set lo up || exit 96; exec "$@"`;
  const apart = network === "open" ? [] : [unshare, "--net", "--ipc", "--", "/bin/sh", "-c", up, ip];
  return [prlimit, ...limits, "--", ...apart, ...asUser(setpriv, uid), ...command];
}
