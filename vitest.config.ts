import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["__tests__/**/*.test.ts"],
    // Real installs from PyPI take their time; nothing waits for a clock.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
