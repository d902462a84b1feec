/** Why a remote did not do what git asked of it. */
export type RemoteFailure = "ref" | "denied" | "missing" | "unreachable";

/** Git says what went wrong in words only; with `LC_ALL=C` they are the same everywhere. */
export function remoteFailure(complaint: string): RemoteFailure {
  if (/not our ref|unadvertised object|couldn't find remote ref|no such remote ref/i.test(complaint))
    return "ref";
  if (
    /authentication failed|could not read (username|password)|permission denied|error: 40[13]|host key/i.test(
      complaint,
    )
  )
    return "denied";
  if (/not found|does not exist|does not appear to be a git repository|error: 404/i.test(complaint))
    return "missing";
  return "unreachable";
}
