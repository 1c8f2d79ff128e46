// A page's TypeScript as a program: compiled into build/guides, where it finds the package as users do, and run.

import { type ChildProcess, spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { withTold } from './checks.js'
import { fileOf, type Page, root, type Source, sourcesOf } from './pages.js'

export interface Report {
  /** What the comments tell otherwise than it is. */
  failures: string[]
  /** How many comments were compared. */
  checks: number
  /** What each block printed, by the line that it begins on. */
  printed: Record<string, string>
}

export interface Run {
  status: number | null
  stderr: string
  report: Report | null
}

/** `examples/guides/memory.md` is `examples-guides-memory`. */
export const slugOf = ({ name }: Page): string => name.replace(/\.md$/, '').replaceAll('/', '-')

/** The blocks of the main program say so when they are reached. */
function withBlocks({ blocks }: Page, { name, text }: Source): string {
  if (name !== 'main.ts') return text
  const lines = text.split('\n')
  for (const block of blocks) {
    if (block.language !== 'ts' || fileOf(block) !== name) continue
    lines[block.line - 1] = `;$told.inBlock('${block.line}');${lines[block.line - 1]}`
  }
  return lines.join('\n')
}

const told = pathToFileURL(join(__dirname, 'told.mjs')).href

function compiled(page: Page, source: Source): string {
  // Checks first: they go by lines, which stay.
  const text = withBlocks(page, { ...source, text: withTold(source.text) })
  const { outputText } = ts.transpileModule(`import * as $told from '${told}';${text}`, {
    fileName: source.name,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ES2022,
      inlineSourceMap: true,
      inlineSources: true,
      verbatimModuleSyntax: true,
    },
  })
  return outputText
}

/** Compiles a page; gives the folder. */
export function build(page: Page): string {
  const folder = join(root, 'build', 'guides', slugOf(page))
  rmSync(folder, { recursive: true, force: true })
  for (const source of sourcesOf(page)) {
    const file = join(folder, source.name.replace(/\.ts$/, '.js'))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, compiled(page, source))
  }
  return folder
}

/** Starts a compiled program, in a folder of its own. */
export function start(program: string, cwd: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, ['--enable-source-maps', program], {
    cwd,
    env: { ...process.env, OMP_NUM_THREADS: '1', ...env },
  })
}

/** Runs a page; the files that its Python blocks leave are there for it. */
export async function run(page: Page): Promise<Run> {
  const folder = build(page)
  const cwd = mkdtempSync(join(tmpdir(), 'torch-node-guide-'))
  const left = join(root, 'test', 'docs', 'guides', slugOf(page))
  if (existsSync(left)) cpSync(left, cwd, { recursive: true })
  const file = join(cwd, '.told.json')
  try {
    const child = start(join(folder, 'main.js'), cwd, { TORCH_NODE_TOLD: file })
    let stderr = ''
    child.stdout?.resume()
    child.stderr?.on('data', (text) => {
      stderr += text
    })
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve))
    const report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : null
    return { status, stderr, report }
  } finally {
    rmSync(cwd, { recursive: true })
  }
}
