import { defineConfig } from 'vitest/config'

// Importing @polkadot/api costs a second, and no test touches a module's own state: files share one module graph.
export default defineConfig({
  test: {
    name: 'devnet',
    isolate: false,
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // Properties of whole chains take seconds, and more of them on a busy machine.
    hookTimeout: 60_000,
    testTimeout: process.env.STAKE_NIGHTLY ? 600_000 : 60_000,
  },
})
