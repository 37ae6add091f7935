import { defineConfig } from 'vitest/config'

// Each test is a program with a chain of its own: two at a time, or small machines are too slow for all of them.
export default defineConfig({
  test: {
    name: 'examples',
    include: ['src/**/*.test.ts'],
    isolate: false,
    maxConcurrency: 2,
    hookTimeout: 60_000,
  },
})
