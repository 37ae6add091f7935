import { Box, render, Text, useApp, useInput } from 'ink'
import { useEffect, useState } from 'react'
import type { SessionOptions } from '../session.ts'

/** Opens the full-screen program and returns its exit code when it is left. */
export async function startScreens(options: SessionOptions): Promise<number> {
  const app = render(<Frame options={options} />, { alternateScreen: true })
  await app.waitUntilExit()
  return 0
}

function Frame({ options }: { options: SessionOptions }) {
  const { exit } = useApp()
  const [progress, setProgress] = useState('starting …')
  useInput((input) => {
    if (input === 'q') exit()
  })
  useEffect(() => {
    const opening = import('../session.ts').then(({ openSession }) =>
      openSession({ ...options, onProgress: setProgress }),
    )
    opening.then(
      ({ network, endpoint }) => setProgress(`connected to ${network} at ${endpoint}`),
      (error: Error) => exit(error),
    )
    return () => {
      opening.then((session) => session.close()).catch(() => undefined)
    }
  }, [options, exit])
  return (
    <Box>
      <Text>stake — {progress}</Text>
    </Box>
  )
}
