// The types of the examples: each in a module of its own, beside what runExample gives it.

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { type Example, givens, reserved } from './examples.js'
import { importOf, namesIn } from './names.js'

const root = join(__dirname, '..', '..', '..')
const header = `
import Module = nn.Module
declare const tmpdir: string
${givens}export {}
`

/** What an example names: exports of its file, and names that need no import. */
function importsOf({ file, code }: Example): string {
  const words = new Set((header + code).match(/\w+/g))
  const text = readFileSync(file, 'utf8')
  const lists = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list = '']) =>
    list.split(',').map((item) => item.trim().split(/\s+/).at(-1) ?? ''),
  )
  const declared = [
    ...text.matchAll(
      /^export (?:declare |async |abstract )*(?:function\*?|class|const|interface|type) (\w+)/gm,
    ),
  ].map(([, name = '']) => name)
  const exported = new Set([...lists, ...declared].filter((name) => !reserved.has(name)))
  const given = namesIn(file, header + code, exported)
  const own = [...exported].filter(
    (name) => words.has(name) && name !== 'Module' && !given.some((one) => one.name === name),
  )
  const path = JSON.stringify(file.replace(/\.ts$/, '.js'))
  return [
    ...(own.length === 0 ? [] : [`import { ${own.join(', ')} } from ${path}\n`]),
    ...given.map(importOf),
  ].join('')
}

/** Of examples, which are short. */
const lenient: ts.CompilerOptions = {
  verbatimModuleSyntax: false,
  noUnusedLocals: false,
  noUnusedParameters: false,
  noImplicitOverride: false,
  noUncheckedIndexedAccess: false,
}

/** What the compiler says of files that exist only here, by their paths: `told` gives a line for each message. */
export function compileErrors(
  files: ReadonlyMap<string, string>,
  told: (path: string, line: number, message: string) => string,
  options: ts.CompilerOptions = {},
): string[] {
  const config = join(root, 'tsconfig.json')
  const { options: own } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, ts.sys.readFile).config,
    ts.sys,
    root,
  )
  const settings: ts.CompilerOptions = { ...own, incremental: false, ...options }
  delete settings.tsBuildInfoFile
  const host = ts.createCompilerHost(settings)
  const { directoryExists, fileExists, getSourceFile, readFile } = host
  const folders = new Set([...files.keys()].map(dirname))
  host.directoryExists = (name) => folders.has(name) || (directoryExists?.call(host, name) ?? false)
  host.fileExists = (name) => files.has(name) || fileExists.call(host, name)
  host.readFile = (name) => files.get(name) ?? readFile.call(host, name)
  host.getSourceFile = (name, target, ...rest) => {
    const text = files.get(name)
    return text === undefined
      ? getSourceFile.call(host, name, target, ...rest)
      : ts.createSourceFile(name, text, target)
  }
  const program = ts.createProgram([...files.keys()], settings, host)
  return [...files.keys()].flatMap((path) => {
    const source = program.getSourceFile(path)
    const found = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ]
    return found.map(({ messageText, start = 0 }) => {
      const line = (source?.getLineAndCharacterOfPosition(start).line ?? 0) + 1
      return told(path, line, ts.flattenDiagnosticMessageText(messageText, ' '))
    })
  })
}

/** What the compiler says of the examples, a line each. */
export function typeErrors(examples: readonly Example[]): string[] {
  const paths = examples.map((_, i) => join(root, 'test', 'docs', `example_${i}.ts`))
  const files = examples.map(
    (example, i) =>
      [paths[i] as string, `${importsOf(example)}${header}{\n${example.code}\n}\n`] as const,
  )
  const place = (path: string) => examples[paths.indexOf(path)]?.place
  return compileErrors(new Map(files), (path, _, message) => `${place(path)}: ${message}`, lenient)
}
