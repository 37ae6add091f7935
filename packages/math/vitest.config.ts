import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { name: 'math', include: ['src/**/*.test.ts', 'test/**/*.test.ts'] } })
