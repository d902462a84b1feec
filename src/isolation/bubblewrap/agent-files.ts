/** The few files of /etc that would show other users and machines, as an agent gets them. */
export function agentFiles(uid: number, home: string): Readonly<Record<string, string>> {
  return {
    "/etc/passwd": `agent:x:${uid}:${uid}:agent:${home}:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n`,
    "/etc/group": `agent:x:${uid}:\nnogroup:x:65534:\n`,
    "/etc/hosts": "127.0.0.1 localhost agent\n::1 localhost\n",
    "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
  };
}
