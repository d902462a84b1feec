/** Whom this process runs as, on systems that have users by number. */
export interface OwnUser {
  readonly uid: number;
  readonly gid: number;
}

/** The user of this process; `undefined` on a system without users by number. */
export function ownUser(): OwnUser | undefined {
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}
