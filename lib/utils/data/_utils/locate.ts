// Where classes and functions are defined, so that another thread finds the same ones: as in Python's pickle, a module
// and a name in it.
//
// Note [Importable]
// JavaScript does not tell the module of a function, but its debugger does: `[[FunctionLocation]]` names the script. It
// is asked once for each class or function that a loader sends, in this process, without a port. A static `__module__`
// (`import.meta.url`) is believed without asking.

import type { Session } from 'node:inspector'
import { createRequire, isBuiltin } from 'node:module'
import { isAbsolute } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { runInThisContext } from 'node:vm'
import { AttributeError } from '../../../errors.js'

/** A class or function by its module and its name there. */
export interface Place {
  /** A URL; `torch-node:` and a path for the package's own, which tests run from `lib` and their workers from `dist`. */
  readonly module: string
  readonly name: string
  /** Tells one of that name from another. */
  readonly source: string | null
}

/** A class or function. */
export type Named = ((...args: never[]) => unknown) | (abstract new (...args: never[]) => unknown)

const own = new URL('../../../', import.meta.url).href
const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'))
const packageScheme = 'torch-node:'
const require = createRequire(import.meta.url)

/** The URL to import a module by. */
export function urlOf(module: string): string {
  return module.startsWith(packageScheme)
    ? `${own}${module.slice(packageScheme.length)}${extension}`
    : module
}

/** The module that a script is; null for what was evaluated. */
function moduleOf(script: string): string | null {
  const url = isAbsolute(script) ? pathToFileURL(script).href : script
  if (url.startsWith(own)) return packageScheme + url.slice(own.length).replace(/\.[jt]s$/, '')
  return /^(file|data|node|https?):/.test(url) || isBuiltin(url) ? url : null
}

/** Its text, by which functions of one name are told apart; null for what has none, such as the Proxy of a class. */
export function sourceOf(value: Named): string | null {
  const text = Function.prototype.toString.call(value)
  return text.includes('[native code]') ? null : text
}

const known = new WeakMap<Named, Place>()
const byPlace = new Map<string, Named>()
const keyOf = ({ module, name, source }: Place): string => `${module}#${name}#${source ?? ''}`

/** Notes where something is, so that neither thread need look for it again. */
export function remember(value: Named, place: Place): void {
  known.set(value, place)
  byPlace.set(keyOf(place), value)
}

/** What is at a place, if it went through this thread before. */
export function recall(place: Place): Named | undefined {
  return byPlace.get(keyOf(place))
}

/** Why something cannot be sent, and what to do. */
export function cannotSend(what: string, why: string): AttributeError {
  return new AttributeError(
    `Can't pickle local object '${what}': ${why}. The workers of a DataLoader (num_workers > 0) are threads that import ` +
      'what they run: export the dataset class, collate_fn or worker_init_fn by its name from a module, best one of its ' +
      'own, for all that a module does when it is loaded is done in each worker too.',
  )
}

// Many functions of the package are made by another (`def`, the calls of operators), in whose module the debugger finds
// them: then they are looked for where they are public.
function ownPlace(module: string, value: Named): { module: string; name: string } | null {
  for (const one of [module, ...publicModules()]) {
    for (const [name, exported] of Object.entries(require(fileURLToPath(urlOf(one))) as object)) {
      if (exported === value) return { module: one, name }
    }
  }
  return null
}

function* publicModules(): Iterable<string> {
  const { exports } = require('../../../../package.json') as {
    exports: Record<string, object | null>
  }
  for (const target of Object.values(exports)) {
    const { default: file } = (target ?? {}) as { default?: string }
    const path = /^\.\/dist\/([^*]+)\.js$/.exec(file ?? '')?.[1]
    if (path) yield packageScheme + path
  }
}

interface RemoteObject {
  objectId?: string
  value?: unknown
}
interface InternalProperty {
  name: string
  value?: RemoteObject
}

const slot = '__torch_node_located'
const put = (value: unknown): void => {
  // The debugger evaluates in the main context, which need not be that of this module.
  const main = runInThisContext('globalThis') as Record<string, unknown>
  if (value === undefined) delete main[slot]
  else main[slot] = value
}

/** Asks the debugger; open while several are asked for. */
export class Locator {
  #session: Session | null = null
  readonly #urls = new Map<string, string>()

  /** The module and name of a class or function; an AttributeError where it has none. */
  locate(value: Named): Place {
    const found = known.get(value)
    if (found) return found
    const { name } = value
    if (!name) throw cannotSend('<lambda>', 'it has no name')
    const place = { ...this.#find(value, name), source: sourceOf(value) }
    remember(value, place)
    return place
  }

  close(): void {
    this.#session?.disconnect()
    this.#session = null
    this.#urls.clear()
  }

  #find(value: Named, name: string): { module: string; name: string } {
    const { __module__ } = value as { __module__?: unknown }
    if (typeof __module__ === 'string' && Object.hasOwn(value, '__module__')) {
      return { module: __module__, name }
    }
    if (name.startsWith('bound ')) throw cannotSend(name, 'it is bound to an object')
    const script = this.#scriptOf(value)
    if (script === null) {
      if (name in globalThis) return { module: 'global:', name }
      throw cannotSend(name, 'it is no function of a module')
    }
    const module = moduleOf(script)
    if (module?.startsWith(packageScheme)) return ownPlace(module, value) ?? { module, name }
    if (module === null) {
      throw cannotSend(name, `it comes from '${script}', which no thread can import`)
    }
    return { module, name }
  }

  #scriptOf(value: Named): string | null {
    const session = this.#open()
    put(value)
    try {
      const { result } = post<{ result: RemoteObject }>(session, 'Runtime.evaluate', {
        expression: slot,
      })
      return this.#scriptOfObject(session, result.objectId)
    } finally {
      put(undefined)
    }
  }

  // The class behind a Proxy, which is what most classes of the package are.
  #scriptOfObject(session: Session, objectId: string | undefined): string | null {
    const { internalProperties = [] } = post<{ internalProperties?: InternalProperty[] }>(
      session,
      'Runtime.getProperties',
      { objectId, ownProperties: true },
    )
    const of = (name: string): RemoteObject | undefined =>
      internalProperties.find((one) => one.name === name)?.value
    const target = of('[[Target]]')
    if (target) return this.#scriptOfObject(session, target.objectId)
    const location = of('[[FunctionLocation]]')?.value as { scriptId: string } | undefined
    return (location && this.#urls.get(location.scriptId)) ?? null
  }

  #open(): Session {
    if (this.#session) return this.#session
    // Only now: some builds of Node are without it.
    const inspector = require('node:inspector') as typeof import('node:inspector')
    const session = new inspector.Session()
    session.connect()
    session.on('Debugger.scriptParsed', ({ params }) => {
      this.#urls.set(params.scriptId, params.url)
    })
    post(session, 'Debugger.enable', {})
    this.#session = session
    return session
  }
}

// The answer comes before `post` returns, for the debugger is in this thread.
function post<R>(session: Session, method: string, params: object): R {
  let answer: unknown
  session.post(method, params, (error, result) => {
    if (error) throw new Error(`${method}: ${error.message}`)
    answer = result
  })
  return answer as R
}
