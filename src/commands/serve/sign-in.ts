import { localOwners } from "../../agents/admission/rbac/identity.ts";
import type { Actor } from "../../agents/kinds/actor.ts";
import { login } from "../../agents/kinds/fields.ts";
import { checkDoor } from "../../api/door.ts";
import { LoginLinks } from "../../api/doors/login-links.ts";
import { OidcProvider } from "../../api/doors/oidc-provider.ts";
import { TrustedPeers } from "../../api/doors/peers.ts";
import { ProxySignIn } from "../../api/doors/proxy-sign-in.ts";
import type { SignIn } from "../../api/doors/sign-in.ts";
import type { ListenAddress } from "../../api/listen-address.ts";
import { IdentikitError } from "../../fault/error.ts";
import { isLoopback } from "../../http/loopback.ts";
import type { CommandContext } from "../context.ts";
import type { ServeCommandOptions } from "./serve.ts";

/** How people sign in, and what is printed once the server listens. */
export interface ServedSignIn {
  readonly signIn: SignIn;
  /** @param url where it listens */
  started(url: string): void;
}

/**
 * The way in that the options choose.
 * @throws {IdentikitError} `AUTH_REQUIRED`, `USAGE`
 */
export async function openSignIn(
  context: CommandContext,
  address: ListenAddress,
  options: ServeCommandOptions,
): Promise<ServedSignIn> {
  const { auth, as, trustedProxy } = options;
  if (auth === "loopback") return await loopbackSignIn(context, address, options);
  if (as !== undefined)
    throw usage("--as is for --auth loopback", "Leave it out: people sign in as who they are.");
  const started = () => {};
  if (auth === "token") return { signIn: { kind: "token" }, started };
  if (auth === "oidc")
    return { signIn: { kind: "oidc", provider: oidcProvider(context, address, options) }, started };
  if (trustedProxy.length === 0)
    throw usage(
      "--auth proxy needs the addresses of the proxy",
      "Add --trusted-proxy, such as 127.0.0.1 or 10.0.0.0/8.",
    );
  const { userHeader, groupsHeader, teamOrganization: organization } = options;
  for (const header of [userHeader, groupsHeader ?? userHeader])
    if (!/^[A-Za-z0-9-]+$/.test(header) || reserved.has(header.toLowerCase()))
      throw usage(
        `${JSON.stringify(header)} is not a header that can name somebody`,
        "Choose one such as X-Forwarded-User.",
      );
  const peers = new TrustedPeers(trustedProxy);
  return {
    signIn: { kind: "proxy", proxy: new ProxySignIn({ userHeader, groupsHeader, peers, organization }) },
    started,
  };
}

/** Headers that clients send for other ends. */
const reserved = new Set(["authorization", "cookie", "host", "origin", "x-csrf-token", "x-forwarded-for"]);

function oidcProvider(
  { env, log }: CommandContext,
  { host }: ListenAddress,
  options: ServeCommandOptions,
): OidcProvider {
  const { oidcIssuer: issuer, oidcClient: clientId, publicUrl } = options;
  if (issuer === undefined || clientId === undefined)
    throw usage("--auth oidc needs a provider and a client", "Add --oidc-issuer URL and --oidc-client ID.");
  if (publicUrl === undefined && !isLoopback(host))
    throw usage("--auth oidc needs the address that the provider leads back to", "Add --public-url URL.");
  const clientSecret = env.IDENTIKIT_OIDC_CLIENT_SECRET || undefined;
  if (clientSecret !== undefined) log.mask(clientSecret);
  const { oidcScope: scope, oidcLoginClaim: loginClaim, oidcGroupsClaim: groupsClaim } = options;
  const organization = options.teamOrganization;
  return new OidcProvider({ issuer, clientId, clientSecret, scope, loginClaim, groupsClaim, organization });
}

async function loopbackSignIn(
  context: CommandContext,
  address: ListenAddress,
  { as, publicUrl }: ServeCommandOptions,
): Promise<ServedSignIn> {
  checkDoor(address, { kind: "loopback" });
  if (publicUrl !== undefined && URL.canParse(publicUrl) && !isLoopback(new URL(publicUrl).hostname))
    throw new IdentikitError("AUTH_REQUIRED", `${publicUrl} is to be reached from other machines`, {
      remedy: "Choose --auth token, oidc or proxy: --auth loopback is for the person at this machine.",
    });
  const links = new LoginLinks(() => context.clock.now());
  let base = "";
  const print = () => {
    if (!links.isOpen)
      context.log.info(`sign in, once and within ten minutes: ${base}/login#${links.make()}`);
  };
  const started = (url: string) => {
    base = publicUrl?.replace(/\/$/, "") ?? url;
    print();
  };
  return { signIn: { kind: "loopback", owner: await ownerOf(context, as), links, print }, started };
}

/** @throws {IdentikitError} `USAGE` */
async function ownerOf({ env, who }: CommandContext, as: string | undefined): Promise<Actor> {
  const name = login.safeParse(as ?? env.GITHUB_ACTOR ?? (await who()));
  if (name.success) return { kind: "User", name: name.data, groups: [localOwners] };
  throw usage(
    "it is not known who the person at this machine is",
    "Add --as LOGIN, as the forge knows them.",
  );
}

function usage(problem: string, remedy: string): IdentikitError {
  return new IdentikitError("USAGE", problem, { remedy });
}
