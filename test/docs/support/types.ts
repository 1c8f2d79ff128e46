// The types of the examples: each in a module of its own, beside what runExample gives it.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
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

/** What the compiler says of the examples, a line each. */
export function typeErrors(examples: readonly Example[]): string[] {
  const config = join(root, 'tsconfig.json')
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, ts.sys.readFile).config,
    ts.sys,
    root,
  )
  const files = new Map(
    examples.map((example, i) => [
      join(root, 'test', 'docs', `example_${i}.ts`),
      `${importsOf(example)}${header}{\n${example.code}\n}\n`,
    ]),
  )
  const settings: ts.CompilerOptions = {
    ...options,
    incremental: false,
    verbatimModuleSyntax: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
    // An example is short.
    noImplicitOverride: false,
    noUncheckedIndexedAccess: false,
  }
  delete settings.tsBuildInfoFile
  const host = ts.createCompilerHost(settings)
  const { fileExists, getSourceFile, readFile } = host
  host.fileExists = (name) => files.has(name) || fileExists.call(host, name)
  host.readFile = (name) => files.get(name) ?? readFile.call(host, name)
  host.getSourceFile = (name, target, ...rest) => {
    const text = files.get(name)
    return text === undefined
      ? getSourceFile.call(host, name, target, ...rest)
      : ts.createSourceFile(name, text, target)
  }
  const program = ts.createProgram([...files.keys()], settings, host)
  const paths = [...files.keys()]
  return paths.flatMap((path, i) => {
    const source = program.getSourceFile(path)
    const found = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ]
    return found.map(
      ({ messageText }) =>
        `${examples[i]?.place}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    )
  })
}
