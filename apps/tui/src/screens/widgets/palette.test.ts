import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { paintFor, palette } from './palette.ts'

const screens = fileURLToPath(new URL('..', import.meta.url))

test('no screen has a colour of its own: what is read on dark may not be on light', () => {
  const files = readdirSync(screens, { recursive: true, encoding: 'utf8' })
  const sources = files.filter((name) => /\.tsx?$/.test(name) && !/\.test\.|palette\.ts$/.test(name))
  expect(sources.length).toBeGreaterThan(50)
  const own = sources.filter((name) =>
    /color\s*[:=]\s*["'](?!undefined)/i.test(readFileSync(join(screens, name), 'utf8')),
  )
  expect(own).toEqual([])
})

test('each background has its colours', () => {
  paintFor('light')
  const light = palette.accent
  paintFor('dark')
  expect(palette.accent).not.toBe(light)
})
