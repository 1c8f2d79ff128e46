// @ts-check
// Writes package.json's exports: `torch-node/nn` is a folder with an index.js, and a pattern reaches
// files only, so each folder of lib/ has an entry of its own. Run it after adding a folder.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { root } from './setup/paths.mjs'
import { filesBelow } from './setup/stamp.mjs'

const file = join(root, 'package.json')
const manifest = JSON.parse(readFileSync(file, 'utf8'))
const folders = filesBelow(join(root, 'lib'), ['index.ts'])
  .map((index) => relative(join(root, 'lib'), dirname(index)).replaceAll('\\', '/'))
  .filter((folder) => folder !== '' && !folder.startsWith('_'))
  // nn/functional.ts is the module, nn/functional/ its parts.
  .filter((folder) => !existsSync(join(root, 'lib', `${folder}.ts`)))

/** @param {string} name */
const entry = (name) => ({ types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` })

manifest.exports = {
  '.': entry('index'),
  ...Object.fromEntries(folders.map((folder) => [`./${folder}`, entry(`${folder}/index`)])),
  './*': entry('*'),
  './package.json': './package.json',
  './_generated/*': null,
  './native': null,
}
writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`)
