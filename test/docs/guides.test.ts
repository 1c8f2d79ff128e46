// Every code block of the pages for users: TypeScript is type-checked, run, and says what its comments say; what stands
// under Python prints what Python printed (guides/*.json, by scripts/golden/guides.py); shell commands name what exists.

import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { allPages, type Block, type Page, root, sourcesOf } from './support/pages.js'
import { type Report, run, slugOf } from './support/program.js'
import { lineProblems, shellProblems } from './support/shell.js'
import { compileErrors } from './support/types.js'

const pages = allPages()
const named = (list: readonly Page[]) => list.map((page) => [page.name, page] as const)
const having = (language: string) =>
  pages.filter(({ blocks }) => blocks.some((block) => block.language === language))

const languages = new Set(['ts', 'python', 'sh', 'json', 'text'])

/** What the Python blocks of a page printed, each with its code. */
interface Recorded {
  code: string
  printed: string
}

function recordedOf(page: Page): Recorded[] {
  const file = join(__dirname, 'guides', `${slugOf(page)}.json`)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Recorded[]) : []
}

/** Each Python block with the TypeScript right after it, if that is what comes. */
function pairs(page: Page): [python: Recorded, ts: Block][] {
  const recorded = recordedOf(page)
  const all: [Recorded, Block][] = []
  let nth = 0
  for (const [i, { language }] of page.blocks.entries()) {
    if (language !== 'python') continue
    const python = recorded[nth++] as Recorded
    const next = page.blocks[i + 1]
    if (next?.language === 'ts') all.push([python, next])
  }
  return all
}

// Nodes of the graph print their address.
const comparable = (text: string): string => text.replaceAll(/ at 0x[0-9a-f]+/g, '')

test('the pages are there', () => {
  expect(pages.filter(({ name }) => name.startsWith('examples/guides/')).length).toBeGreaterThan(9)
})

test.each(named(pages))('%s: languages', (_, { blocks }) => {
  const unknown = blocks.filter(({ language }) => !languages.has(language))
  expect(unknown.map(({ line, language }) => `${line}: '${language}'`)).toEqual([])
  for (const { language, code } of blocks) if (language === 'json') JSON.parse(code)
})

test.each(named(pages))('%s: links', (name) => {
  const text = readFileSync(join(root, name), 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '')
  const paths = [...text.matchAll(/\]\(([^)#:\s]+)(#[^)]*)?\)/g)].map(([, path = '']) => path)
  const missing = paths.filter((path) => !existsSync(join(root, dirname(name), path)))
  expect(missing).toEqual([])
})

test('the compiler takes the TypeScript', () => {
  const files = having('ts').flatMap((page) =>
    sourcesOf(page).map(({ name, text }) => {
      const path = join(root, 'test', 'docs', 'guides', slugOf(page), name)
      return [path, `${text}export {}\n`] as const
    }),
  )
  const place = (path: string) => pages.find((page) => dirname(path).endsWith(`/${slugOf(page)}`))
  const errors = compileErrors(
    new Map(files),
    (path, line, message) => `${place(path)?.name}:${line}: ${message}`,
    // Not among the options that most projects set.
    { noImplicitOverride: false },
  )
  expect(errors).toEqual([])
})

test.each(named(having('sh')))('%s: shell', (_, page) => {
  expect(shellProblems(page)).toEqual([])
})

test.each(named(having('python')))('%s: what Python printed is of this Python', (_, page) => {
  const code = page.blocks.filter(({ language }) => language === 'python').map((one) => one.code)
  expect(recordedOf(page).map((one) => one.code)).toEqual(code)
})

test.each(named(having('ts')))('%s runs', async (_, page) => {
  const { status, stderr, report } = await run(page)
  if (status !== 0) throw new Error(stderr)
  const { failures, printed } = report as Report
  expect(failures).toEqual([])
  const [python, ts] = [new Map<number, string>(), new Map<number, string>()]
  for (const [{ printed: text }, { line }] of pairs(page)) {
    python.set(line, comparable(text))
    ts.set(line, comparable(printed[line] ?? ''))
  }
  expect(ts).toEqual(python)
})

describe('shell commands that are wrong are found', () => {
  test.each([
    ['npm run nothing', 'package.json has no script nothing'],
    ['npm start -- --nothing', 'there is no option --nothing'],
    ['npm test -- test/nothing', 'there is no test/nothing'],
    ['node build/examples/nothing.js', 'there is no build/examples/nothing.js'],
    ['node --nothing scripts/doctor.mjs', 'node has no --nothing'],
    ['TORCH_NODE_NOTHING=1 npm start', 'nothing reads TORCH_NODE_NOTHING'],
    ['nothing', 'unknown command nothing'],
  ])('%s', (line, problem) => {
    expect(lineProblems(line, { name: 'README.md', blocks: [] })).toEqual([problem])
  })
})
