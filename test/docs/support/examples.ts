// The @example blocks of the public docstrings: found, made to check their own comments, and run.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir as osTmpdir } from 'node:os'
import { join, relative } from 'node:path'
import torch from 'torch-node'
import { str } from 'torch-node/builtins'
import ts from 'typescript'
import { withChecks } from './checks.js'
import { namesIn, valueOfName } from './names.js'

export interface Example {
  /** Where it stands: `lib/nn/init.ts:12`. */
  place: string
  file: string
  code: string
}

const root = join(__dirname, '..', '..', '..')

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('_generated'))
    .sort()
}

/** Of one file. An example ends at the next tag. */
function examplesOf(file: string): Example[] {
  const text = readFileSync(file, 'utf8')
  const found: Example[] = []
  for (const { 0: comment, index } of text.matchAll(/\/\*\*[\s\S]*?\*\//g)) {
    const lines = comment.slice(3, -2).split('\n')
    const words = lines.map((line) => line.replace(/^\s*\* ?/, ''))
    for (const [at, line] of words.entries()) {
      const [, first] = line.match(/^\s*@example\b ?(.*)$/) ?? []
      if (first === undefined) continue
      const end = words.findIndex((later, i) => i > at && later.startsWith('@'))
      const code = [first, ...words.slice(at + 1, end < 0 ? undefined : end)].join('\n').trim()
      const number = text.slice(0, index).split('\n').length + at
      found.push({ place: `${relative(root, file)}:${number}`, file, code })
    }
  }
  return found
}

export const allExamples = (): Example[] => sources(join(root, 'lib')).flatMap(examplesOf)

function check(value: unknown, comment: string): void {
  const shape = comment.startsWith('(') && value instanceof torch.Tensor
  const [, told = comment] = comment.match(/^'(.*)'$/) ?? []
  const text = shape ? str(value.shape).replace(/^torch.Size\(\[(.*)\]\)$/, '($1)') : str(value)
  // A text may be cut short: `Linear(...`
  const oneLine = (words: string) => words.replace(/\s+/g, ' ')
  const cut = told.endsWith('...')
  const [flat, wanted] = [oneLine(text), oneLine(cut ? told.slice(0, -3) : told)]
  if (cut ? !flat.startsWith(wanted) : flat !== wanted) {
    throw new Error(`the comment says ${comment}, the value is ${text}`)
  }
}

/** What the examples take for granted, beside the names of `torch` and of their own file. */
export const givens = `
const net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
const input: Tensor = torch.randn(3, 4)
const target: Tensor = torch.randn(3, 2)
const loss_fn = nn.MSELoss()
const optimizer = optim.SGD(net.parameters(), { lr: 0.1 })
const loader: [Tensor, Tensor][] = [[input, target]]
`

// A comment beside a print tells what would be printed.
const print = (...values: unknown[]) => values.map((value) => str(value)).join(' ')

// Names of exports that no variable can have.
export const reserved: ReadonlySet<string> = new Set(['default', 'function', 'new', 'var'])

// Where examples write files.
const tmpdir = mkdtempSync(join(osTmpdir(), 'torch-node-examples-'))
afterAll(() => rmSync(tmpdir, { recursive: true }))

/** Runs an example, beside the exports of its own file. */
export async function runExample({ file, code }: Example): Promise<void> {
  // In blocks, each of which may have an `input` of its own.
  const { outputText } = ts.transpileModule(`{${givens}{\n${withChecks(code)}\n}}`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 },
  })
  const own = require(file) as Record<string, unknown>
  const names: Record<string, unknown> = { ...own }
  for (const one of namesIn(file, givens + code, new Set(Object.keys(own))))
    names[one.name] = valueOfName(one)
  Object.assign(names, { print, Module: torch.nn.Module, tmpdir, check })
  const AsyncFunction = (async () => {}).constructor as new (
    ...args: string[]
  ) => (...args: unknown[]) => Promise<void>
  const valid = Object.entries(names).filter(([name]) => !reserved.has(name))
  const run = new AsyncFunction(...valid.map(([name]) => name), outputText)
  torch.manual_seed(0)
  // What an example before drew would be drawn on.
  if (file.includes('matplotlib')) {
    const { default: plt } = await import('torch-node/matplotlib/pyplot')
    plt.close('all')
    plt.rcdefaults()
  }
  await run(...valid.map(([, value]) => value))
}
