// `npm start` and `pnpm devnet`: builds what the program needs, then becomes the program. It runs in this very
// process, so the terminal, the signals and the exit code are its own, and nothing else writes to stdout.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const program = fileURLToPath(new URL('../apps/tui/dist/main.js', import.meta.url))

if (!existsSync(program)) process.stderr.write('Building (once) …\n')
const build = spawnSync(
  'turbo',
  ['run', 'build', '--filter=stake', '--output-logs=errors-only', '--ui=stream'],
  {
    cwd: root,
    encoding: 'utf8',
  },
)
if (build.status !== 0) {
  process.stderr.write(
    `${build.stdout ?? ''}${build.stderr ?? ''}The build failed.${build.error ? ` ${build.error.message}` : ''}\n`,
  )
  process.exit(1)
}

process.argv[1] = program
await import(program)
