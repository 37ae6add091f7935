import type { BuildOptions } from 'rolldown'

// One program that needs nothing installed beside it. What is loaded later (screens, the chain layer, the embedded
// chain) stays in chunks of its own, so that the first frame does not wait for it.
const config: BuildOptions = {
  input: 'src/main.ts',
  platform: 'node',
  // ws asks for native parts that are not there; Ink for the developer tools of React.
  external: ['bufferutil', 'utf-8-validate', 'react-devtools-core'],
  transform: { define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' } },
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
