import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'math',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    isolate: false,
    testTimeout: process.env.STAKE_NIGHTLY ? 600_000 : 20_000,
  },
})
