import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Importing @polkadot/api costs a second; projects that do so share one module graph a worker.
    projects: [
      'packages/*',
      'apps/*',
      { test: { name: 'workspace', root: '.', include: ['scripts/**/*.test.ts'], testTimeout: 120_000 } },
    ],
  },
})
