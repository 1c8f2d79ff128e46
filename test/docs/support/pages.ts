// The fenced code blocks of the Markdown pages: the README, the contributor's page, and all of examples/.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(__dirname, '..', '..', '..')

export interface Block {
  language: string
  code: string
  /** The line of the page that its code begins on, from 1. */
  line: number
}

export interface Page {
  /** Its path from the root of the repository. */
  name: string
  blocks: readonly Block[]
}

/** One file of a program, each line where the page has it, so that messages name the page's lines. */
export interface Source {
  name: string
  text: string
}

function blocksOf(text: string, name: string): Block[] {
  const lines = text.split('\n')
  const blocks: Block[] = []
  for (let at = 0; at < lines.length; at++) {
    const [, fence] = lines[at]?.match(/^ *```(.*)$/) ?? []
    if (fence === undefined) continue
    const first = at + 1
    while (at + 1 < lines.length && !/^ *```/.test(lines[at + 1] as string)) at++
    at++
    if (at >= lines.length) throw new Error(`${name}:${first}: a code block does not end`)
    blocks.push({
      language: fence.trim(),
      code: lines.slice(first, at).join('\n'),
      line: first + 1,
    })
  }
  return blocks
}

/** A page of that text. */
export const pageFrom = (name: string, text: string): Page => ({
  name,
  blocks: blocksOf(text, name),
})

/** The page of that path. */
export const pageOf = (name: string): Page => pageFrom(name, readFileSync(join(root, name), 'utf8'))

/** Every page that has code for users. */
export function allPages(): Page[] {
  const examples = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `examples/${file.replaceAll('\\', '/')}`)
  return ['README.md', 'CONTRIBUTING.md', ...examples.sort()].map(pageOf)
}

/** A first line such as `// worker.ts` makes a block a file of its own. */
export const fileOf = ({ code }: Block): string =>
  code.match(/^\/\/ ([\w/]+\.ts)\n/)?.[1] ?? 'main.ts'

/** The TypeScript of a page, file by file: blocks go on where those before them ended. */
export function sourcesOf({ blocks }: Page): Source[] {
  const files = new Map<string, string>()
  for (const block of blocks.filter(({ language }) => language === 'ts')) {
    const name = fileOf(block)
    const before = files.get(name) ?? ''
    const missing = block.line - before.split('\n').length
    files.set(name, `${before}${'\n'.repeat(missing)}${block.code}\n`)
  }
  return [...files].map(([name, text]) => ({ name, text }))
}
