// @ts-check
// Puts right the lines that the tables of "The study notes, row by row" in examples/README.md name, after programs have
// changed: each link goes to the one line of its file that has the code beside it.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './setup/paths.mjs'

const page = join(root, 'examples/README.md')

/** @type {string[]} */
const problems = []

/** @type {(row: string, file: string, code: string) => number | undefined} */
function lineOf(row, file, code) {
  const path = join(root, 'examples', file)
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
  const found = lines.flatMap((line, i) => (line.includes(code) ? i + 1 : []))
  if (found.length === 1) return found[0]
  problems.push(`${row}: ${file} has \`${code}\` on ${found.length} lines (${found}), not on one`)
  return undefined
}

const text = readFileSync(page, 'utf8').replaceAll(/^\| S\d-.*$/gm, (line) => {
  const [row = '', where = '', what = '', verified = ''] = line
    .slice(1, -1)
    .split(' | ')
    .map((cell) => cell.trim())
  const codes = [...what.matchAll(/(`+) ?(.+?) ?\1(?!`)/g)].map((match) => match[2] ?? '')
  const links = [...where.matchAll(/\[(\S+):\d+\]/g)].map(([link, file = ''], i) => {
    const at = lineOf(row, file, codes[i] ?? '') ?? link.slice(file.length + 2, -1)
    return `[${file}:${at}](${file}#L${at})`
  })
  return `| ${[row, links.join(', '), what, verified].join(' | ')} |`
})
writeFileSync(page, text)
// Tables are aligned.
spawnSync(join(root, 'node_modules/.bin/biome'), ['format', '--write', page], { stdio: 'inherit' })
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1
