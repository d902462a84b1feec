/** What the login page shows. */
export interface LoginPage {
  readonly status: 200 | 401 | 429;
  /** How people sign in here. */
  readonly kind: "loopback" | "token" | "oidc" | "proxy";
  /** Where they go afterwards. */
  readonly next: string;
  /** What was wrong with the last try. */
  readonly problem?: string | undefined;
  /** The address of a style sheet of ours. */
  readonly stylesheet?: string | undefined;
}

/** Where the script of the login page is. */
export const loginScriptPath = "/login.js";
/**
 * The token of a login link is in the fragment, which browsers send to nobody. The script takes it out of the address and sends it as the
 * form does; it is taken as a link's only, so an address cannot sign anybody in with a token that somebody else chose.
 */
export const loginScript = `const form = document.querySelector("form[data-link]");
const token = location.hash.slice(1);
if (form && token) {
  history.replaceState(null, "", location.pathname + location.search);
  form.elements.link.value = token;
  form.requestSubmit();
}
`;

const intro: Readonly<Record<LoginPage["kind"], string>> = {
  loopback:
    "Open the link that identikit serve has printed on its terminal. It is good once, for ten minutes; this page makes it print a new one when the old one is used or over. Without scripts, paste what stands behind the # of the link.",
  token: "Paste a token of the API. Who runs this server makes one with identikit kubeconfig.",
  oidc: "Sign in with the account that your organisation uses.",
  proxy: "You are signed in by the proxy before this server. It has not named you on this request.",
};

export function loginPage({ status, kind, next, problem, stylesheet }: LoginPage): Response {
  const goal = escaped(next);
  const said = problem === undefined ? "" : `<p role="alert">${escaped(problem)}</p>`;
  const provider = `<p><a href="/login/oidc?next=${escaped(encodeURIComponent(next))}">Sign in</a></p>`;
  const paste = `<form method="post" action="/login"${kind === "loopback" ? " data-link" : ""}>
<input type="hidden" name="next" value="${goal}"><input type="hidden" name="link" value="">
<p><label for="token">Token</label> <input id="token" name="token" type="password" autocomplete="off" spellcheck="false"></p>
<p><button>Sign in</button></p>
</form>`;
  const body = `<main><h1>Sign in to Identikit</h1>${said}<p>${escaped(intro[kind])}</p>
${kind === "oidc" ? provider : ""}${kind === "proxy" ? "" : paste}</main>`;
  const script = kind === "loopback" ? `<script src="${loginScriptPath}" defer></script>` : "";
  return page(status, "Sign in", body, { stylesheet, head: script });
}

/** A page that says one thing. @param back where its reader was before, as a path on this server */
export function noticePage({
  status,
  title,
  text,
  back,
}: {
  readonly status: number;
  readonly title: string;
  readonly text: string;
  readonly back?: string | undefined;
}): Response {
  const before = back === undefined ? "" : `<p><a href="${escaped(back)}">Back to the form</a></p>`;
  const body = `<main><h1>${escaped(title)}</h1><p>${escaped(text)}</p>${before}<p><a href="/">Go to the overview</a></p></main>`;
  return page(status, title, body);
}

/**
 * A page that leads on by itself. A redirect would still count as coming from the site that led here, and a browser sends a cookie with
 * SameSite=Strict only on the way from a page of ours.
 */
export function onwardPage(next: string, title = "Signed in"): Response {
  const goal = escaped(next);
  const head = `<meta http-equiv="refresh" content="0;url=${goal}">`;
  return page(200, title, `<main><h1>${escaped(title)}</h1><p><a href="${goal}">Continue</a></p></main>`, {
    head,
  });
}

function page(
  status: number,
  title: string,
  body: string,
  { head = "", stylesheet }: { readonly head?: string; readonly stylesheet?: string | undefined } = {},
): Response {
  const style = stylesheet === undefined ? "" : `<link rel="stylesheet" href="${escaped(stylesheet)}">`;
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)} - Identikit</title><link rel="icon" href="data:,">${style}${head}</head>
<body>${body}</body></html>
`;
  return new Response(html, { status, headers: { "content-type": "text/html; charset=utf-8" } });
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
