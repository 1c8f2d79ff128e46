// What examples/README.md promises: a program for every recording, and for every block of the study notes the line that
// shows it. `node scripts/rows.mjs` puts right lines that have moved.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const examples = join(__dirname, '..', '..', 'examples')
const page = readFileSync(join(examples, 'README.md'), 'utf8')

/** How many blocks each of the notes has, and which of S3's are prose between blocks. */
const counts = { S0: 12, S1: 17, S2: 21, S3: 109, S4: 5 }
const prose = ['01-03', '10-13', '20-23', '30-31', '40-41', '50-51', '60-65', '70-70']

interface Row {
  id: string
  links: { text: string; file: string; line: number; target: string }[]
  codes: string[]
  verified: string
}

const rows = [...page.matchAll(/^\| (S\d-P?\d+) .+? \| (.+?) \| (.+?) \| ([^|]+) \|$/gm)].map(
  ([, id = '', where = '', what = '', verified = '']): Row => ({
    id,
    links: [...where.matchAll(/\[((\S+):(\d+))\]\((\S+)\)/g)].map(
      ([, text = '', file = '', line, target = '']) => ({ text, file, line: Number(line), target }),
    ),
    codes: [...what.matchAll(/(`+) ?(.+?) ?\1(?!`)/g)].map(([, , code = '']) => code),
    verified: verified.trim(),
  }),
)

function numbers(from: number, to: number, width: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => String(from + i).padStart(width, '0'))
}

test('every block of the notes has a row, once', () => {
  const blocks = Object.entries(counts).flatMap(([notes, count]) =>
    numbers(1, count, notes === 'S3' ? 3 : 2).map((number) => `${notes}-${number}`),
  )
  const between = prose.flatMap((range) => {
    const [from = 0, to = 0] = range.split('-').map(Number)
    return numbers(from, to, 2).map((number) => `S3-P${number}`)
  })
  expect(rows.map(({ id }) => id).sort()).toEqual([...blocks, ...between].sort())
  expect(rows).toHaveLength(188)
})

test.each(rows.map((row) => [row.id, row] as const))('%s stands where its row says', (_, row) => {
  expect(row.links.length).toBeGreaterThan(0)
  expect(row.codes).toHaveLength(row.links.length)
  for (const [i, { text, file, line, target }] of row.links.entries()) {
    expect(target).toBe(`${file}#L${line}`)
    const path = join(examples, file)
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
    const found = lines.flatMap((one, at) => (one.includes(row.codes[i] as string) ? at + 1 : []))
    // On one line only, so that the script finds it again when it has moved.
    expect([text, found.map((at) => `${file}:${at}`)]).toEqual([text, [`${file}:${line}`]])
  }
})

test('a row says how it is verified, in the words of the page', () => {
  const words = page.match(/^- \*\*(.+?)\*\*/gm)?.map((one) => one.slice(4, -2)) ?? []
  expect(words.length).toBeGreaterThan(3)
  for (const { id, verified } of rows) {
    const used = verified.replaceAll(/ \(.*?\)/g, '').split(/[,;] /)
    expect([id, used.filter((word) => !words.includes(word))]).toEqual([id, []])
  }
})

const recorded = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.txt'))
  .map((file) => file.slice(0, -'.txt'.length))

test('rows lead to programs that are compared with Python, and to their parts', () => {
  const folders = recorded.map((name) => name.split('/')[0])
  for (const { id, links } of rows) {
    const others = links.filter(({ file }) => !folders.includes(file.split('/')[0]))
    expect([id, others]).toEqual([id, []])
  }
})

test('every program has a line, and every line a program', () => {
  const listed = [...page.matchAll(/^\| \[(\S+)\]\((\S+)\.ts\)/gm)]
  for (const [, name, file] of listed) expect(file).toBe(name)
  expect(listed.map(([, name]) => name).sort()).toEqual(recorded.sort())
})

test('the guides are linked', () => {
  for (const guide of readdirSync(join(examples, 'guides'))) {
    if (guide !== 'README.md') expect(page).toContain(`](guides/${guide})`)
  }
})
