import { useInput, usePaste, useStdout } from 'ink'
import { type ReactNode, useEffect, useRef } from 'react'
import { keysOf } from '../widgets/key.ts'
import { announcement, type PlainText, plainText } from './plain-text.tsx'
import type { Program } from './program.ts'

/** How long to wait for what else changes at the same time, in milliseconds. */
const GATHERED = 40
/** What changes so long after a key is its answer. */
const ANSWER = 800

/** The program as lines, each said once, in the order in which things happen. */
export function PlainApp({
  program,
}: {
  program: Pick<Program, 'subscribe' | 'getState' | 'send'>
}): ReactNode {
  const { write } = useStdout()
  const pressedAt = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    let said: PlainText | undefined
    let timer: NodeJS.Timeout | undefined
    const say = () => {
      timer = undefined
      const text = plainText(program.getState())
      const lines = announcement(said, text, performance.now() - pressedAt.current < ANSWER)
      said = text
      if (lines.length > 0) write(`${lines.join('\n')}\n`)
    }
    const soon = () => {
      timer ??= setTimeout(say, GATHERED)
    }
    const leave = program.subscribe(soon)
    soon()
    return () => {
      leave()
      clearTimeout(timer)
    }
  }, [program, write])
  useInput((input, key) => {
    pressedAt.current = performance.now()
    for (const pressed of keysOf(input, key)) program.send({ type: 'key', key: pressed })
  })
  usePaste((text) => program.send({ type: 'paste', text }))
  return null
}
