import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/longest-first.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Reports hold the style of the console as text; other style sheets are nothing here.
    css: { include: [/\/src\/console\/ui\/style\//] },
    globalSetup: ["test/made-once.ts"],
    // Measures which phases and conditions of the agent platform the tests reach.
    setupFiles: ["test/agents/reached/setup.ts"],
    // Measured: with a worker a core, the cores were idle for half of the time, since most tests wait for servers, engines and programs.
    maxWorkers: 2 * availableParallelism(),
    sequence: { sequencer: LongestFirst },
    // The type tests are read by the compiler: what they say of the types does not show at run time.
    typecheck: { enabled: true, tsconfig: "./tsconfig.typetests.json" },
    // For a busy machine: how quick something is, benchmarks say.
    testTimeout: 1_200_000,
    hookTimeout: 1_200_000,
  },
});
