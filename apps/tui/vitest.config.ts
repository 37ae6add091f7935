import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'tui',
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
    globalSetup: 'test/build.ts',
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
