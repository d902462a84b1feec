/** What every client reads before it does anything, as `system:discovery` lets everybody in a cluster who has signed in. */
export const discoveryPaths: readonly string[] = [
  "/api",
  "/api/*",
  "/apis",
  "/apis/*",
  "/openapi/*",
  "/version",
  "/healthz",
  "/livez",
  "/readyz",
];
