// @ts-check
// Joins the registered schemas with the facts: for each namespace and name the rows the addon binds.

import fs from 'node:fs'
import { aliases, manual } from './exceptions.mjs'
import { parseSchema } from './schema.mjs'
import { readSignature, signature, signatureText } from './signature.mjs'

/**
 * @typedef {import('./schema.mjs').Schema} Schema
 * @typedef {import('./signature.mjs').Signature} Signature
 *
 * @typedef {{ op: string, out?: string, category?: string, defaults?: Record<string, string>,
 *   deprecated?: string, args?: string[] }} RowFact
 * @typedef {{ rows: RowFact[], page?: string, numbers?: boolean, handwritten?: boolean }} NameFact
 *
 * @typedef {object} Row
 * @property {Signature} signature
 * @property {string} text  Python's parser string
 * @property {string} op
 * @property {string} out  '' where the operator has no `out` form
 * @property {string[]} values  which parameter each of the operator's arguments gets; [] means by name
 *
 * @typedef {object} Entry
 * @property {string} name
 * @property {Row[]} rows  in the order in which the parser tries them
 * @property {string} page  of the documentation; '' where it has none
 * @property {boolean} numbers  numbers are taken for tensors
 * @property {boolean} handwritten  the public function is Python code
 *
 * @typedef {Map<string, Entry[]>} Model  by namespace
 */

/** @returns {Record<string, Record<string, NameFact>>} */
function readFacts() {
  const text = fs.readFileSync(new URL('facts.json', import.meta.url), 'utf8')
  const { version: _, ...namespaces } = JSON.parse(text)
  return namespaces
}

/**
 * @param {string[]} texts  registered schemas
 * @returns {(op: string) => Schema}
 */
function schemaFinder(texts) {
  const byName = new Map(
    texts.filter((t) => t.startsWith('aten::')).map((t) => [t.slice(6, t.indexOf('(')), t]),
  )
  return (op) => {
    const text = byName.get(op)
    if (!text) throw new Error(`aten::${op} is not registered: is LibTorch the pinned version?`)
    return parseSchema(text)
  }
}

/**
 * @param {RowFact} fact
 * @param {(op: string) => Schema} find
 * @param {boolean} method
 * @returns {Row}
 */
function row(fact, find, method) {
  const made = signature({
    base: find(fact.op),
    out: fact.out ? find(fact.out) : undefined,
    category: fact.category,
    defaults: fact.defaults,
    deprecated: fact.deprecated ? parseSchema(fact.deprecated) : undefined,
    method,
  })
  const renamed = made.positional.some((a) => a.name === 'input')
  const values = (fact.args ?? []).map((a) => (a === 'self' && renamed ? 'input' : a))
  return { signature: made, text: signatureText(made), op: fact.op, out: fact.out ?? '', values }
}

/**
 * @param {import('./exceptions.mjs').ManualRow} fact
 * @param {(op: string) => Schema} find
 * @param {boolean} method
 * @returns {Row}
 */
function manualRow({ signature: text, op, out = '', args = [] }, find, method) {
  if (out) find(out)
  return { signature: readSignature(text, find(op), method), text, op, out, values: args }
}

/**
 * @param {string[]} schemas
 * @returns {Model}
 */
export function buildModel(schemas) {
  const find = schemaFinder(schemas)
  const model = new Map()
  for (const [namespace, names] of Object.entries(readFacts())) {
    const method = namespace === 'Tensor'
    const entries = Object.entries(names).map(([name, fact]) => ({
      name,
      rows: fact.rows.map((r) => row(r, find, method)),
      page: fact.page ?? '',
      numbers: fact.numbers ?? false,
      handwritten: fact.handwritten ?? false,
    }))
    for (const [name, rows] of Object.entries(manual[namespace] ?? {}))
      entries.push({
        name,
        rows: rows.map((r) => manualRow(r, find, method)),
        page: `torch.${method ? 'Tensor.' : ''}${name}`,
        numbers: false,
        handwritten: false,
      })
    for (const [name, of] of Object.entries(aliases[namespace] ?? {})) {
      const entry = entries.find((e) => e.name === of)
      if (entry) entries.push({ ...entry, name })
    }
    model.set(
      namespace,
      entries.sort((a, b) => (a.name < b.name ? -1 : 1)),
    )
  }
  return model
}
