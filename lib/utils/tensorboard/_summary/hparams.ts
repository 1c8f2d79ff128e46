// Mirrors hparams of torch/utils/tensorboard/summary.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { isMap } from '../../../_is_map.js'
import { isTensor } from '../../../_is_tensor.js'
import { IndexError, ValueError } from '../../../errors.js'
import type { Tensor } from '../../../types.js'
import { isDict, make_np } from '../_convert_np.js'
import { Summary, serialize } from '../_proto.js'
import { pluginMetadata } from './scalar.js'

/** What a hyperparameter can be; one that is null is left out. */
export type HParam = number | bigint | string | boolean | Tensor | null

/** A dict of Python: a plain object or a map. */
export type Dict<V> = Readonly<Record<string, V>> | ReadonlyMap<string, V>

/** The items of a dict. */
export function items<V>(dict: Dict<V>): [string, V][] {
  return isMap(dict)
    ? [...(dict as ReadonlyMap<string, V>)]
    : Object.entries(dict as Readonly<Record<string, V>>)
}

const DATA_TYPE = { STRING: 1, FLOAT64: 3 }
const STATUS_SUCCESS = 1

interface Value {
  number_value?: number
  string_value?: string
}

interface HParamInfo {
  name: string
  type: number
  domain_discrete?: { values: Value[] }
}

// A bool of Python is an int, and so a number here.
const protoValue = (v: number | bigint | boolean | string): Value =>
  typeof v === 'string' ? { string_value: v } : { number_value: Number(v) }

function valueAndInfo(
  name: string,
  v: Exclude<HParam, null>,
  domain: readonly HParam[] | undefined,
): [Value, HParamInfo] {
  if (isTensor(v)) {
    const numbers = make_np(v)
    if (numbers.dim() === 0) {
      throw new IndexError('too many indices for array: array is 0-dimensional, but 1 were indexed')
    }
    const number_value = Number(numbers.select(0, 0).item())
    return [{ number_value }, { name, type: DATA_TYPE.FLOAT64 }]
  }
  if (!['number', 'bigint', 'boolean', 'string'].includes(typeof v)) {
    throw new ValueError('value should be one of int, float, str, bool, or torch.Tensor')
  }
  const info: HParamInfo = {
    name,
    type: typeof v === 'string' ? DATA_TYPE.STRING : DATA_TYPE.FLOAT64,
  }
  if (domain !== undefined) {
    info.domain_discrete = { values: domain.map((one) => protoValue(one as string | number)) }
  }
  return [protoValue(v), info]
}

// JavaScript cannot tell 1 from 1.0, so all numbers are of one type; a bool may stand for a number, as in Python.
const kindOf = (v: unknown): string => (typeof v === 'bigint' ? 'number' : typeof v)

function checkDomain(name: string, domain: unknown, hparams: Map<string, HParam>): void {
  const kind = kindOf(hparams.get(name))
  const fits = (v: unknown): boolean =>
    kindOf(v) === kind || (kind === 'number' && typeof v === 'boolean')
  if (hparams.has(name) && Array.isArray(domain) && domain.every(fits)) return
  throw new TypeError(
    `parameter: hparam_domain_discrete[${name}] should be a list of same type as hparam_dict[${name}].`,
  )
}

const notDict = (name: string): TypeError =>
  new TypeError(`parameter: ${name} should be a dictionary, nothing logged.`)

function summary(tag: string, data: object): Summary {
  const content = serialize('HParamsPluginData', { version: 0, ...data })
  return new Summary({ value: [{ tag, metadata: pluginMetadata('hparams', content) }] })
}

const bind = initializer<
  [
    hparam_dict: Dict<HParam> | null,
    metric_dict: Dict<unknown> | null,
    hparam_domain_discrete: Dict<readonly HParam[]> | null,
  ]
>()('hparams(hparam_dict=None, metric_dict=None, hparam_domain_discrete=None)', {
  dicts: ['hparam_dict', 'metric_dict', 'hparam_domain_discrete'],
})

/**
 * What TensorBoard's page of hyperparameters wants: an experiment, the start of a session with the values, and its end.
 *
 * @example
 * const [experiment, start, end] = hparams({ lr: 0.1 }, { 'hparam/loss': 2 })
 * start.value[0].tag // '_hparams_/session_start_info'
 */
export function hparams(
  ...args: ArgumentsOf<typeof bind>
): [experiment: Summary, start: Summary, end: Summary] {
  const { hparam_dict, metric_dict, hparam_domain_discrete } = bind(args)
  if (!isDict(hparam_dict)) throw notDict('hparam_dict')
  if (!isDict(metric_dict)) throw notDict('metric_dict')
  const given = hparam_domain_discrete || {}
  if (!isDict(given)) throw notDict('hparam_domain_discrete')
  const values = new Map(items(hparam_dict as Dict<HParam>))
  const domains = new Map(items(given as Dict<readonly HParam[]>))
  for (const [name, domain] of domains) checkDomain(name, domain, values)

  const start: Record<string, Value> = {}
  const hparam_infos: HParamInfo[] = []
  for (const [name, v] of values) {
    if (v === null || v === undefined) continue
    const [value, info] = valueAndInfo(name, v, domains.get(name))
    Object.defineProperty(start, name, { value, enumerable: true })
    hparam_infos.push(info)
  }
  const metric_infos = items(metric_dict as Dict<unknown>).map(([tag]) => ({ name: { tag } }))
  return [
    summary('_hparams_/experiment', { experiment: { hparam_infos, metric_infos } }),
    summary('_hparams_/session_start_info', { session_start_info: { hparams: start } }),
    summary('_hparams_/session_end_info', { session_end_info: { status: STATUS_SUCCESS } }),
  ]
}
