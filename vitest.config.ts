import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Vitest leaves one core idle; tests that wait for servers and engines leave it idle as well.
    maxWorkers: availableParallelism(),
    // The type tests are read by the compiler: what they say of the types does not show at run time.
    typecheck: { enabled: true, tsconfig: "./tsconfig.typetests.json" },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
