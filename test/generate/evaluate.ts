// The generator is plain ESM, which jest does not load: expressions over it run in a node of their own.

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

export const root = join(__dirname, '../..')

/** A module of scripts/generate as an import specifier, quotes included. */
export function at(module: string): string {
  return JSON.stringify(pathToFileURL(join(root, 'scripts/generate', module)).href)
}

/** The value of an expression in which `module` is a module of scripts/generate, through JSON. */
export function evaluate(module: string, expression: string): unknown {
  const code = `import * as module from ${at(module)}
    console.log(JSON.stringify(${expression}))`
  const text = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
    stdio: 'pipe',
  })
  return JSON.parse(text)
}
