import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // The type tests are read by the compiler: what they say of the types does not show at run time.
    typecheck: { enabled: true, tsconfig: "./tsconfig.typetests.json" },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
