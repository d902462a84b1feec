import type { Actor } from "../../agents/kinds/actor.ts";
import { apiVersion } from "../../agents/resource/resource.ts";
import { RateLimit } from "./rate-limit.ts";
import type { DoorRefusal } from "./refusal.ts";

/** What people do that costs others something, and how often a minute one of them may; of this process alone. */
const perMinute = { login: 10, logins: 300, dispatch: 30, decision: 60 } as const;

const starts = "(?:retry|continue|resume|fork)";
const dispatching = new RegExp(
  `^/(?:api/agents/runs(?:/[^/]+/${starts})?|apis/${apiVersion}/namespaces/[^/]+/agentdispatchruns|orgs/[^/]+/(?:agents/dispatch/new|actions/${starts}))/?$`,
);
const deciding =
  /^\/(?:api\/agents\/approvals\/[^/]+\/decision|orgs\/[^/]+\/actions\/(?:approve|reject))\/?$/;

/** Holds sign-ins to a rate for each address and for all, and dispatches and decisions to one for each person. */
export class RequestLimits {
  readonly #limits: Readonly<Record<keyof typeof perMinute, RateLimit>>;

  constructor(now: () => number) {
    const limit = (kind: keyof typeof perMinute) => new RateLimit({ perMinute: perMinute[kind], now });
    this.#limits = {
      login: limit("login"),
      logins: limit("logins"),
      dispatch: limit("dispatch"),
      decision: limit("decision"),
    };
  }

  /** Counts a try to sign in. @param address what addresses are counted by */
  refuseLogin(address: string): DoorRefusal | undefined {
    const wait = this.#limits.login.take(address) ?? this.#limits.logins.take("");
    return wait === undefined ? undefined : limited("sign-ins", wait);
  }

  /** Which rate a request falls under. */
  kindOf(method: string, path: string): "dispatch" | "decision" | undefined {
    if (method !== "POST") return undefined;
    return dispatching.test(path) ? "dispatch" : deciding.test(path) ? "decision" : undefined;
  }

  refuse(kind: "dispatch" | "decision", { kind: who, name }: Actor): DoorRefusal | undefined {
    const wait = this.#limits[kind].take(`${who} ${name.toLowerCase()}`);
    return wait === undefined ? undefined : limited(`${kind}s`, wait);
  }
}

function limited(what: string, wait: number): DoorRefusal {
  return {
    status: 429,
    code: "RATE_LIMITED",
    message: `too many ${what} in a short time`,
    remedy: `Try again in ${wait} seconds.`,
    headers: { "retry-after": String(wait) },
  };
}
