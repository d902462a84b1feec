import { type Context, Hono } from "hono";
import { errorAnswer } from "../agents/forward.ts";
import { type MetricFamily, openMetricsText, openMetricsType } from "./open-metrics.ts";

export interface ProbeOptions {
  /** What has to hold for the server to answer; each throws, or gives false, where it does not. */
  readonly checks: Readonly<Record<string, () => Promise<boolean>>>;
  readonly families: () => Promise<readonly MetricFamily[]>;
  /** Why a request may not read the figures; nothing where it may. */
  readonly refuse: (
    request: Request,
  ) => Promise<{ readonly status: 401 | 403; readonly message: string } | undefined>;
  /** Milliseconds on a clock that only goes on. */
  readonly elapsed: () => number;
}

/** How long an answer about the database is used again: asking often costs nothing. Milliseconds. */
const [readyMs, figuresMs] = [1000, 10_000];

/**
 * `/healthz` and `/livez`: the process answers. `/readyz`: what it needs is there; the lines say which is not, and nothing else.
 * `/metrics`: figures in OpenMetrics, for who may read them.
 */
export function probeRoutes({ checks, families, refuse, elapsed }: ProbeOptions): Hono {
  const ready = kept(readyMs, elapsed, async () => {
    const results = Object.entries(checks).map(async ([name, check]) => {
      const holds = await check().catch(() => false);
      return { name, holds };
    });
    return await Promise.all(results);
  });
  const figures = kept(figuresMs, elapsed, families);
  const alive = (context: Context) => context.text("ok\n");
  return new Hono()
    .get("/healthz", alive)
    .get("/livez", alive)
    .get("/readyz", async (context) => {
      const results = await ready();
      const text = results.map(({ name, holds }) => `${name}: ${holds ? "ok" : "failed"}\n`).join("");
      return context.text(text, results.every(({ holds }) => holds) ? 200 : 503);
    })
    .get("/metrics", async ({ req }) => {
      const refused = await refuse(req.raw);
      if (refused) {
        const code = refused.status === 401 ? "AUTH_REQUIRED" : "POLICY_DENIED";
        return errorAnswer(refused.status, code, refused.message, {
          remedy: "Send IDENTIKIT_METRICS_TOKEN, or a token of somebody who may get /metrics or list runs.",
        });
      }
      return new Response(openMetricsText(await figures()), { headers: { "content-type": openMetricsType } });
    });
}

/** The last answer, for a while; who asks meanwhile waits for the same one. */
function kept<Answer>(
  forMs: number,
  elapsed: () => number,
  make: () => Promise<Answer>,
): () => Promise<Answer> {
  let last: { readonly at: number; readonly answer: Promise<Answer> } | undefined;
  return async () => {
    if (!last || elapsed() - last.at >= forMs) {
      const answer = make();
      last = { at: elapsed(), answer };
      answer.catch(() => {
        last = undefined;
      });
    }
    return await last.answer;
  };
}
