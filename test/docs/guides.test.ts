// Every code block of the pages for users: TypeScript is type-checked, run, and says what its comments say; what stands
// under Python prints what Python printed (guides/*.json, by scripts/golden/guides.py); shell commands name what exists.

import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  allPages,
  type Block,
  type Page,
  pageFrom,
  pageOf,
  root,
  type Source,
  sourcesOf,
} from './support/pages.js'
import { build, type Report, run, slugOf, start } from './support/program.js'
import { filesOf, lineProblems, shellProblems } from './support/shell.js'
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

describe('wrong pages are found', () => {
  const fence = '```'
  const broken = (...blocks: string[]): Page =>
    pageFrom('broken.md', blocks.map((code) => `${fence}ts\n${code}\n${fence}\n`).join('\n'))
  const imports = "import torch from 'torch-node'\nimport { print } from 'torch-node/builtins'\n"

  test('what comments tell', async () => {
    const page = broken(
      `${imports}torch.ones(2) // tensor([1., 2.])\nprint(torch.ones(1), 'a') // tensor([1.]) b`,
      'const x = torch.ones(2) // torch.Size([3])\nfor (const row of x) print(row)\n// tensor(1.)\n// tensor(2.)',
      'torch.ones(2).view(3) // TypeError: shape\nx.view(2) // RuntimeError: no\nprint(x.sum()) // tensor(2...',
    )
    const { status, report } = await run(page)
    expect(status).toBe(0)
    expect(report?.checks).toBe(7)
    const places = report?.failures.map((text) => text.split(':')[0])
    expect(places).toEqual(['4', '5', '9', '10', '16', '17'])
    expect(Object.values(report?.printed ?? {})).toEqual([
      'tensor([1.]) a\n',
      'tensor(1.)\ntensor(1.)\n',
      'tensor(2.)\n',
    ])
  })

  test('what throws', async () => {
    const { status, stderr } = await run(broken(imports, "throw new Error('oops')"))
    expect(status).toBe(1)
    expect(stderr).toMatch(/main\.ts:8\b[\s\S]*oops/)
  })

  test('types', () => {
    const [source] = sourcesOf(broken(imports, "print(torch.onez(2))\nconst n: number = 'one'"))
    const files = new Map([[join(root, 'test', 'docs', 'broken.ts'), (source as Source).text]])
    const lines = compileErrors(files, (_, line) => String(line))
    expect(lines).toEqual(['8', '9'])
  })

  test('a block that does not end', () => {
    expect(() => pageFrom('broken.md', `a\n${fence}ts\n1`)).toThrow('broken.md:2')
  })
})

// While the model computes, the server's thread goes on.
test('the server of examples/guides/serving.md', async () => {
  const folder = build(pageOf('examples/guides/serving.md'))
  const driver = join(folder, 'driver.mjs')
  copyFileSync(join(__dirname, 'support', 'clients.mjs'), driver)
  const cwd = mkdtempSync(join(tmpdir(), 'torch-node-serving-'))
  try {
    const child = start(driver, cwd)
    let [stdout, stderr] = ['', '']
    child.stdout?.on('data', (text) => {
      stdout += text
    })
    child.stderr?.on('data', (text) => {
      stderr += text
    })
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve))
    expect([status, stderr]).toEqual([0, ''])
    const { alone, gap, wrong, statuses } = JSON.parse(stdout) as Record<string, number>
    expect(wrong).toBe(0)
    expect(statuses).toEqual({ few: [200], many: [200, 503] })
    expect(gap).toBeLessThan((alone as number) / 2)
  } finally {
    rmSync(cwd, { recursive: true })
  }
})

// `...` stands for what differs.
test('the words of set-up that the troubleshooting page quotes', () => {
  const page = readFileSync(join(root, 'examples/guides/troubleshooting.md'), 'utf8')
  const [, table = ''] = page.split(/^\| set-up says .*\n/m)
  const rows = (table.split('\n\n')[0] as string).split('\n').slice(1)
  const quoted = rows.flatMap((row) =>
    [...(row.split('|')[1] as string).matchAll(/`([^`]+)`/g)].map(([, text]) => text),
  )
  const words = [...filesOf('scripts'), ...filesOf('scripts/setup'), 'lib/native.ts']
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n')
  expect(quoted.length).toBeGreaterThan(8)
  expect(quoted.filter((text) => !words.includes(text as string))).toEqual([])
})

describe('what README.md says of numbers', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8').replaceAll(/\s+/g, ' ')

  test('of PARITY.md', () => {
    const parity = readFileSync(join(root, 'PARITY.md'), 'utf8')
    const [, all, here] = parity.match(/^(\d+) public names, (\d+) here/m) ?? []
    expect(readme).toContain(`${here} of the ${all} public names`)
  })

  test('of RESULTS.md', () => {
    const [, date = ''] = readme.match(/one thread, (\d{4}-\d\d-\d\d)/) ?? []
    const results = readFileSync(join(root, 'test/bench/RESULTS.md'), 'utf8')
    const runs = results.split(/^## /m).filter((part) => date !== '' && part.startsWith(date))
    const [, table = ''] = readme.match(/\| ratio \|.*?--: \|(.*?)\*\*/) ?? []
    const ratios = table.match(/\d\.\d\d/g) ?? []
    expect(ratios.length).toBe(8)
    expect(runs.some((run) => ratios.every((ratio) => run.includes(ratio)))).toBe(true)
  })
})
