import type { MetricFamily, MetricSample } from "./open-metrics.ts";

/** The upper bounds of the buckets of durations, in seconds. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** What a path is, by its beginning: few enough for a label, whatever is asked for. */
const routes: readonly (readonly [RegExp, string])[] = [
  [/^\/(?:apis|openapi|api\/v1|version)(?:\/|$)|^\/api\/?$/, "kubernetes"],
  [/^\/api\/watch\//, "watch"],
  [/^\/api\//, "api"],
  [/^\/webhooks\//, "webhooks"],
  [/^\/(?:login|logout)(?:[/.]|$)/, "sign-in"],
  [/^\/(?:healthz|livez|readyz|metrics)$/, "probes"],
];

interface Durations {
  readonly counts: number[];
  sum: number;
}

/** Counts requests by what they were for and what came of them. What it takes does not grow with requests. */
export class RequestFigures {
  readonly #requests = new Map<string, { readonly labels: Record<string, string>; count: number }>();
  readonly #durations = new Map<string, Durations>();
  #streams = 0;

  /** Counts an answer. @param seconds until its head was sent */
  count({
    method,
    path,
    status,
    seconds,
  }: {
    method: string;
    path: string;
    status: number;
    seconds: number;
  }): void {
    const route = routes.find(([form]) => form.test(path))?.[1] ?? "pages";
    const labels = { route, method: methods.has(method) ? method : "other", status: String(status) };
    const key = Object.values(labels).join(" ");
    const entry = this.#requests.get(key) ?? { labels, count: 0 };
    entry.count++;
    this.#requests.set(key, entry);
    const durations = this.#durations.get(route) ?? { counts: bounds.map(() => 0).concat(0), sum: 0 };
    const at = bounds.findIndex((bound) => seconds <= bound);
    const bucket = at === -1 ? bounds.length : at;
    durations.counts[bucket] = (durations.counts[bucket] ?? 0) + 1;
    durations.sum += seconds;
    this.#durations.set(route, durations);
  }

  /** A stream is open. @returns what to call when it is not */
  open(): () => void {
    this.#streams++;
    return () => void this.#streams--;
  }

  families(): readonly MetricFamily[] {
    return [
      {
        name: "identikit_http_requests",
        type: "counter",
        help: "Answered requests.",
        samples: [...this.#requests.values()].map(({ labels, count }) => ({
          suffix: "_total",
          labels,
          value: count,
        })),
      },
      {
        name: "identikit_http_request_duration_seconds",
        type: "histogram",
        unit: "seconds",
        help: "Time until the head of an answer was sent.",
        samples: [...this.#durations].flatMap(([route, durations]) => durationSamples(route, durations)),
      },
      {
        name: "identikit_http_streams",
        type: "gauge",
        help: "Streams of events and watches that are open.",
        samples: [{ value: this.#streams }],
      },
    ];
  }
}

function durationSamples(route: string, { counts, sum }: Durations): MetricSample[] {
  let total = 0;
  const buckets = counts.map((count, at): MetricSample => {
    total += count;
    // Bounds are written as a client library writes a float (OpenMetrics 1.0, 5.4.3).
    const le =
      bounds[at] === undefined ? "+Inf" : bounds[at] % 1 === 0 ? `${bounds[at]}.0` : String(bounds[at]);
    return { suffix: "_bucket", labels: { route, le }, value: total };
  });
  return [
    ...buckets,
    { suffix: "_count", labels: { route }, value: total },
    { suffix: "_sum", labels: { route }, value: sum },
  ];
}
