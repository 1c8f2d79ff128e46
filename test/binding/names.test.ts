// lib/native.ts says what the addon has: both ways, so that nothing is declared that a script would miss.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { native } from '../../lib/native.js'

const source = readFileSync(join(__dirname, '..', '..', 'lib', 'native.ts'), 'utf8')
const [, body] = source.match(/^interface Native \{\n(.*?)^\}/ms) as unknown as [string, string]
const declared = [...body.matchAll(/^ {2}(?:readonly )?(\w+)[<(:]/gm)].map(([, name]) => name)

test('the addon has what is declared, and no more', () => {
  expect(declared.length).toBeGreaterThan(100)
  expect(Object.keys(native).sort()).toEqual([...new Set(declared)].sort())
})
