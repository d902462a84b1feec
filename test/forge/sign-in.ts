import { type Gitea, password } from "./gitea.ts";

/**
 * Approves a run that waits for it, as a person does in the browser: the API of Gitea 1.27 has no way.
 * @param repository `owner/name`
 */
export async function approveRun(gitea: Gitea, who: string, repository: string, run: number): Promise<void> {
  const cookies = await sessionOf(gitea, who);
  const response = await fetch(`${gitea.origin}/${repository}/actions/runs/${run}/approve`, {
    method: "POST",
    headers: { cookie: cookies, origin: gitea.origin },
    redirect: "manual",
  });
  if (response.status >= 400) throw new Error(`approve ${run}: ${response.status} ${await response.text()}`);
}

/** Signs somebody in, as the form of the forge does. @returns the cookies of their browser */
export async function sessionOf(gitea: Gitea, who: string): Promise<string> {
  const response = await fetch(`${gitea.origin}/user/login`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: gitea.origin },
    body: new URLSearchParams({ user_name: who, password }),
    redirect: "manual",
  });
  if (response.status !== 303 && response.status !== 302)
    throw new Error(`sign in as ${who}: ${response.status} ${(await response.text()).slice(0, 400)}`);
  // One of a name may be set more than once; the last one is the session.
  const cookies = new Map(response.headers.getSetCookie().map((cookie) => cookieOf(cookie)));
  return [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}

function cookieOf(header: string): [name: string, value: string] {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
  return [name, value];
}
