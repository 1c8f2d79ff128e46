// @ts-check
// Compares what the built library exports with Python's surface (surface.json) and the gaps.
//
//   node scripts/generate/parity.mjs     prints as JSON what no table explains

import fs from 'node:fs'
import { pathToFileURL } from 'node:url'
import { gaps, ours } from './gaps.mjs'

/**
 * @typedef {object} Part  a Python module, or a class whose path ends in a dot
 * @property {string} path
 * @property {number} total
 * @property {string[]} missing  full names
 * @property {boolean} absent  the whole of it
 *
 * @typedef {object} Comparison
 * @property {Part[]} parts
 * @property {Map<string, string>} reasons  of missing names
 * @property {string[]} unexplained  missing here, and in no row of the gaps
 * @property {string[]} stale  rows of the gaps that match nothing, or something that is here
 * @property {string[]} unknown  here, and neither Python's, nor camelCase, nor in the table of ours
 */

const BUILT = new URL('../../dist/', import.meta.url)

/** @returns {Record<string, Record<string, string>>} */
function readSurface() {
  return JSON.parse(fs.readFileSync(new URL('surface.json', import.meta.url), 'utf8'))
}

/**
 * The packages that Python's paths begin with.
 * @typedef {{ torch: unknown, torchvision?: unknown }} Packages
 */

/**
 * The built library; undefined where it has not been built.
 * @returns {Promise<Packages | undefined>}
 */
export async function loadBuilt() {
  if (!fs.existsSync(new URL('index.js', BUILT))) return undefined
  const load = async (/** @type {string} */ file) =>
    (await import(new URL(file, BUILT).href)).default
  return { torch: await load('index.js'), torchvision: await load('torchvision/index.js') }
}

/**
 * Attributes that only an instance has.
 * @type {Readonly<Record<string, (torch: any) => object>>}
 */
const INSTANCES = {
  'torch.device.': (torch) => torch.device('cpu'),
  'torch.dtype.': (torch) => torch.float32,
}

/** @type {(value: unknown) => value is object} */
const holdsNames = (value) =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'

/**
 * @param {Packages} packages
 * @param {string} path  `torch.nn.functional`, or `torch.Tensor.` for the class
 */
function resolve(packages, path) {
  /** @type {unknown} */
  let found = packages
  for (const name of path.replace(/\.$/, '').split('.')) {
    if (!holdsNames(found) || !(name in found)) return undefined
    found = /** @type {Record<string, unknown>} */ (found)[name]
  }
  return holdsNames(found) ? found : undefined
}

/**
 * The names of a module, or those of a class down to the classes in `stop`.
 * @param {object} owner
 * @param {boolean} isClass
 * @param {ReadonlySet<object>} stop
 */
function namesOf(owner, isClass, stop) {
  if (!isClass) return new Set(Object.getOwnPropertyNames(owner))
  const names = new Set()
  for (const start of [owner, /** @type {Function} */ (owner).prototype])
    for (let o = start; o && (o === start || !stop.has(o)); o = Object.getPrototypeOf(o))
      // `x[0]` is an index, not a name.
      for (const name of Object.getOwnPropertyNames(o)) if (!/^\d+$/.test(name)) names.add(name)
  return names
}

// What JavaScript's own arrays and functions have is nobody's API.
const BUILTIN = [Object.prototype, Function.prototype, Array.prototype, Array]

/**
 * The classes of the surface, with their prototypes, which their subclasses do not list again.
 * @param {Packages} packages
 * @param {string[]} paths
 */
function listedClasses(packages, paths) {
  const classes = paths.filter((p) => p.endsWith('.')).map((p) => resolve(packages, p))
  const found = classes.filter((c) => c !== undefined)
  // A callable class stands for a hidden one, which is what its subclasses extend.
  const prototypes = found.map((c) => /** @type {Function} */ (c).prototype)
  return new Set([...BUILTIN, ...found, ...prototypes, ...prototypes.map((p) => p.constructor)])
}

/** @type {(pattern: string, name: string) => boolean} */
const matches = (pattern, name) =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern

/** @type {(path: string, name: string) => string} */
const fullName = (path, name) => `${path.replace(/\.$/, '')}.${name}`

// Ours by form: camelCase, private, or a JavaScript name that every class has.
const OURS = /^_|[a-z0-9][A-Z]|^(?:length|name|prototype|constructor|default|toString|toJSON)$/

/**
 * @param {Packages} packages
 * @returns {Comparison}
 */
export function compare(packages) {
  const surface = readSurface()
  const builtin = new Set(BUILTIN)
  const listed = listedClasses(packages, Object.keys(surface))
  const python = new Set()
  const here = new Set()
  const unknown = []
  const parts = []
  const memberNames = new Set(
    Object.entries(surface).flatMap(([p, kinds]) => (p.endsWith('.') ? Object.keys(kinds) : [])),
  )
  for (const [path, kinds] of Object.entries(surface)) {
    const isClass = path.endsWith('.')
    const owner = resolve(packages, path)
    const found = owner ? namesOf(owner, isClass, builtin) : new Set()
    const own = owner ? namesOf(owner, isClass, listed) : new Set()
    const instance = owner && INSTANCES[path]?.(packages.torch)
    if (instance) for (const name of Object.getOwnPropertyNames(instance)) found.add(name)
    const names = Object.keys(kinds)
    for (const name of names) python.add(fullName(path, name))
    for (const name of found) here.add(fullName(path, name))
    const missing = names.filter((name) => !found.has(name)).map((name) => fullName(path, name))
    parts.push({ path, total: names.length, missing, absent: !owner })
    for (const name of own)
      if (
        !(name in kinds) &&
        !OURS.test(name) &&
        !(isClass && (name in Array.prototype || memberNames.has(name)))
      )
        unknown.push(fullName(path, name))
  }
  const absent = [...new Set(parts.flatMap((p) => p.missing))]
  const rows = gaps.flatMap(({ reason, names }) => names.map((pattern) => ({ pattern, reason })))
  const reasons = new Map()
  for (const name of absent) {
    const row = rows.find(({ pattern }) => matches(pattern, name))
    if (row) reasons.set(name, row.reason)
  }
  const isOurs = (/** @type {string} */ name) => ours.some(({ names }) => names.includes(name))
  const present = [...python].filter((name) => here.has(name))
  return {
    parts,
    reasons,
    unexplained: absent.filter((name) => !reasons.has(name)),
    stale: rows
      .map(({ pattern }) => pattern)
      .filter((p) => present.some((n) => matches(p, n)) || !absent.some((n) => matches(p, n))),
    unknown: unknown.filter((name) => !isOurs(name)),
  }
}

async function main() {
  const packages = await loadBuilt()
  if (!packages) throw new Error('dist/index.js is not there: run `npm run build` first')
  const { unexplained, stale, unknown } = compare(packages)
  console.log(JSON.stringify({ unexplained, stale, unknown }, null, 1))
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main()
