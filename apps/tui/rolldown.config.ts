import type { BuildOptions } from 'rolldown'

// One program that needs nothing installed beside it. What is loaded later (screens, the chain layer, the embedded
// chain) stays in chunks of its own, so that the first frame does not wait for it.
const config: BuildOptions = {
  input: 'src/main.ts',
  platform: 'node',
  // Left out: React's developer tools and checks, the native helpers of ws.
  external: ['react-devtools-core'],
  transform: {
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.WS_NO_BUFFER_UTIL': '"1"',
      'process.env.WS_NO_UTF_8_VALIDATE': '"1"',
    },
  },
  output: {
    dir: 'dist',
    cleanDir: true,
    format: 'esm',
    entryFileNames: 'main.js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    minify: true,
  },
}

export default config
