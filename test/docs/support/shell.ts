// The shell commands of the pages: whether what they name is there. They are not run: they install, download or train.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Page, root, sourcesOf } from './pages.js'

const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const { name: packageName, scripts } = JSON.parse(read('package.json')) as {
  name: string
  scripts: Record<string, string>
}

/** Commands of other people's, that are as they are everywhere. */
const others = new Set(['git', 'cd', 'pip', 'sudo', 'tar', 'unzip', 'curl', 'rm', 'ls', 'watch'])
const npmOwn = new Set(['ci', 'config', 'init', 'install', 'pack', 'ping'])
/** Settings that others read. */
const settings = new Set(['OMP_NUM_THREADS', 'CUDA_VISIBLE_DEVICES', 'NODE_OPTIONS'])

/** The programs of a folder. */
export const filesOf = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.mjs'))
    .map((file) => `${folder}/${file}`)

const ours = ['scripts', 'scripts/setup'].flatMap(filesOf).map(read).join('\n')

const optionsIn = (words: readonly string[]): string[] =>
  words.filter((word) => /^--[a-z]/.test(word)).map((word) => word.slice(2).split('=')[0] as string)

const unknownOptions = (words: readonly string[], text: string): string[] =>
  optionsIn(words)
    .filter((name) => name !== 'help' && !new RegExp(`\\b${name}\\b`).test(text))
    .map((name) => `there is no option --${name}`)

function nodeProblems(words: readonly string[], page: Page): string[] {
  const at = words.findIndex((word) => !word.startsWith('-'))
  const flags = words.slice(0, Math.max(at, 0)).map((word) => word.split('=')[0] as string)
  const problems = flags
    .filter((flag) => !process.allowedNodeEnvironmentFlags.has(flag))
    .map((flag) => `node has no ${flag}`)
  const file = words[at] ?? ''
  const own = sourcesOf(page).find(({ name }) => name.replace(/\.ts$/, '') === stem(file))
  const source = file.replace(/^build\/(examples\/.*)\.js$/, '$1.ts')
  if (own !== undefined) return [...problems, ...unknownOptions(words.slice(at + 1), own.text)]
  if (!existsSync(join(root, source))) return [...problems, `there is no ${file}`]
  const text = read(source) + (source.startsWith('examples/') ? read('examples/options.ts') : '')
  return [...problems, ...unknownOptions(words.slice(at + 1), text)]
}

const stem = (file: string): string => file.replace(/^\.\//, '').replace(/\.(js|mjs|ts)$/, '')

function npmProblems(words: readonly string[]): string[] {
  const [verb = '', name = ''] = words
  if (npmOwn.has(verb)) return []
  // A command in the folder of an installed package: ours.
  if (verb === 'explore')
    return name === packageName ? npmProblems(words.slice(4)) : [`not ours: ${name}`]
  const script = verb === 'run' ? name : verb
  const command = scripts[script]
  if (command === undefined) return [`package.json has no script ${script}`]
  const rest = words.slice(words.indexOf('--') + 1)
  if (!words.includes('--')) return []
  if (script === 'test') {
    const paths = rest.filter((word) => word.includes('/'))
    return paths
      .filter((path) => !existsSync(join(root, path)))
      .map((path) => `there is no ${path}`)
  }
  const [, file = ''] = command.match(/^node (\S+)/) ?? []
  // The example that npm start runs has options of its own.
  const text = read(script === 'start' ? 'examples/mnist/options.ts' : file)
  return unknownOptions(rest, text)
}

function commandProblems(words: readonly string[], page: Page): string[] {
  const [command = '', ...rest] = words
  if (others.has(command)) return []
  if (command === 'npm') return npmProblems(rest)
  if (command === 'node') return nodeProblems(rest, page)
  if (command === 'npx') {
    const tool = rest.find((word) => !word.startsWith('-')) ?? ''
    return existsSync(join(root, 'node_modules', '.bin', tool)) ? [] : [`there is no ${tool}`]
  }
  if (/^python3?$/.test(command)) {
    const [file = ''] = rest
    if (file === '-m' || file === '-c') return []
    return existsSync(join(root, file)) ? [] : [`there is no ${file}`]
  }
  return [`unknown command ${command}`]
}

/** What is wrong with a line. */
export function lineProblems(line: string, page: Page): string[] {
  const words = line
    .replace(/(^|\s)#.*$/, '')
    .trim()
    .match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)
  if (words === null) return []
  const at = words.findIndex((word) => !/^[A-Z_]+=/.test(word))
  const named = (at < 0 ? words : words.slice(0, at)).map((word) => word.split('=')[0] as string)
  const unknown = named
    .filter((name) => !settings.has(name) && !ours.includes(name))
    .map((name) => `nothing reads ${name}`)
  return [...unknown, ...commandProblems(at < 0 ? [] : words.slice(at), page)]
}

/** What is wrong with the shell commands of a page, a line each. */
export const shellProblems = (page: Page): string[] =>
  page.blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code, line }) =>
      code
        .split('\n')
        .flatMap((text, i) => lineProblems(text, page).map((problem) => `${line + i}: ${problem}`)),
    )
