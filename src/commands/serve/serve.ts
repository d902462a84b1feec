import { z } from "zod/mini";
import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { signatureOption } from "../options/bundle-key.ts";
import { databaseOption } from "../options/database.ts";
import { choice, flag, list, option, text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const spanForm = /^([1-9]\d{0,4})(m|h|d)$/;
const sessionSpan = (initial: string, description: string) =>
  option(z._default(z.string().check(z.regex(spanForm, "must be a span such as 90m, 12h or 30d")), initial), {
    kind: "text",
    value: "SPAN",
    description,
  });
const name = (value: string, initial: string, description: string) =>
  option(z._default(z.string().check(z.minLength(1)), initial), { kind: "text", value, description });

const options = declareOptions(() => ({
  listen: name(
    "ADDR",
    "127.0.0.1:7411",
    "HOST:PORT; without a host, this machine only; port 0 takes a free one.",
  ),
  auth: choice(
    ["loopback", "token", "oidc", "proxy"],
    "loopback",
    "How people sign in. loopback: by a one-time link that is printed here, on this machine only. token: by a token of the API. oidc: at a provider of OpenID Connect, such as Gitea. proxy: by the proxy before the server. All but the first want TLS before them on addresses that other machines reach. Programs send a token of the API in any case.",
  ),
  publicUrl: text(
    "URL",
    "Where people reach the server, such as https://identikit.example.com, if something stands before it.",
  ),
  trustedProxy: list(
    "RANGE",
    "Addresses of proxies, such as 10.0.0.0/8, whose X-Forwarded-For counts, and with --auth proxy their word on who somebody is.",
  ),
  as: text(
    "LOGIN",
    "With --auth loopback, who the person at this machine is, as the forge knows them; the user of the system if left out. They may do everything in the organisation.",
  ),
  oidcIssuer: text("URL", "With --auth oidc, the provider, written as its discovery document does."),
  oidcClient: text(
    "ID",
    "With --auth oidc, the client that the provider knows this server by; its secret is IDENTIKIT_OIDC_CLIENT_SECRET, its callback address /login/callback.",
  ),
  oidcScope: name(
    "SCOPES",
    "openid profile",
    "With --auth oidc, what the provider is asked for; Gitea gives teams for groups.",
  ),
  oidcLoginClaim: name(
    "CLAIM",
    "preferred_username",
    "With --auth oidc, the claim with the login, as the forge knows them. It has to be one that people cannot change themselves.",
  ),
  oidcGroupsClaim: name(
    "CLAIM",
    "groups",
    "With --auth oidc, the claim with the groups; those named ORGANISATION/TEAM or ORGANISATION:TEAM are teams.",
  ),
  userHeader: name("NAME", "X-Forwarded-User", "With --auth proxy, the header with the login."),
  groupsHeader: text("NAME", "With --auth proxy, the header with the groups, with commas between them."),
  teamOrganization: text(
    "ORG",
    "Groups without an organisation are teams of this one; they count for nothing if left out.",
  ),
  sessionIdle: sessionSpan("12h", "After how long without a request a person has to sign in again."),
  sessionMax: sessionSpan("24h", "After how long a person has to sign in again in any case."),
  controllers: flag("Runs the controllers as well, beside those of other processes."),
  startPrograms: flag(
    "Starts programs that stacks and config rows name (MCP servers on standard input, command adapters) to see whether they work. They run as the user of this process and could read its keys: use it in a job that has none that it can do without.",
  ),
  memory: text(
    "DIR",
    "A checkout of the memory repository, with its history; without it the pages of the memory say that it is not at hand.",
  ),
  ...signatureOption(),
  ...rootOption(),
  ...databaseOption(),
}));

export type ServeCommandOptions = OptionsOf<typeof options>;

export const serve = defineCommand({
  name: "serve",
  summary:
    "Serve the objects of the agent platform in Kubernetes' protocol, and take signed webhooks, until it is stopped.",
  example: "identikit serve --listen 127.0.0.1:7411 --controllers",
  options,
  body: () => import("./body.ts"),
});
