// @ts-check
// Writes lib/_generated from the registered schemas and facts.json, lib/PIL/_resample_wasm.ts from its source, and PARITY.md
// from the built library.
//
//   node scripts/generate/index.mjs [--schemas FILE] [--check]
//
// The schemas come from the built addon, or from a file with one schema a line; then PARITY.md is
// left alone. `--check` writes nothing and fails where a file differs from what would be written.

import fs from 'node:fs'
import { createRequire } from 'node:module'
import { parseArgs } from 'node:util'
import { functionsFile, methodsFile, namesFile } from './functions.mjs'
import { buildModel } from './model.mjs'
import { compare, loadBuilt } from './parity.mjs'
import { parityText } from './parity_text.mjs'
import { operatorTable } from './table.mjs'
import { assembled } from './wat.mjs'

// Modules that Python fills with natives under shorter names.
const PREFIXED = ['fft', 'linalg', 'special']
const ROOT = new URL('../../', import.meta.url)

/** @returns {string[]} */
function addonSchemas() {
  const addon = new URL('build/Release/torch_node.node', ROOT)
  if (!fs.existsSync(addon))
    throw new Error('the addon is not built: run `npm run build` first, or give --schemas FILE')
  return createRequire(import.meta.url)(addon.pathname).schemas()
}

/**
 * @param {string[]} schemas
 * @returns {Map<string, string>}  path from the root -> text
 */
export function generate(schemas) {
  const model = buildModel(schemas)
  const files = new Map([['lib/_generated/operators.ts', operatorTable(model)]])
  for (const [namespace, entries] of model) {
    const methods = namespace === 'Tensor'
    const name = methods ? 'tensor_methods' : namespace === 'torch' ? 'torch_functions' : namespace
    const text = methods ? methodsFile(entries) : functionsFile(namespace, entries)
    files.set(`lib/_generated/${name}.ts`, text)
    if (PREFIXED.includes(namespace))
      files.set(`lib/_generated/${namespace}_names.ts`, namesFile(namespace, entries))
  }
  return files
}

/** @param {string} path */
const read = (path) => {
  const file = new URL(path, ROOT)
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : ''
}

async function parityFile() {
  const packages = await loadBuilt()
  if (packages) return parityText(compare(packages))
  console.log('PARITY.md is left as it is: it is made from dist, which is not built')
  return read('PARITY.md')
}

async function main() {
  const { values } = parseArgs({
    options: { schemas: { type: 'string' }, check: { type: 'boolean' } },
  })
  const schemas = values.schemas
    ? fs.readFileSync(values.schemas, 'utf8').split('\n')
    : addonSchemas()
  const files = generate(schemas).set('lib/PIL/_resample_wasm.ts', await assembled())
  if (!values.schemas) files.set('PARITY.md', await parityFile())
  const changed = [...files].filter(([path, text]) => read(path) !== text)
  if (values.check) {
    for (const [path] of changed) console.error(`${path} is not what scripts/generate writes`)
    if (changed.length > 0) console.error('run `npm run generate` and commit the result')
    process.exitCode = changed.length > 0 ? 1 : 0
    return
  }
  for (const [path, text] of changed) fs.writeFileSync(new URL(path, ROOT), text)
  console.log(`${files.size} files, ${changed.length} changed`)
}

await main()
