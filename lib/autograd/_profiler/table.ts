// Mirrors _build_table of torch/autograd/profiler_util.py.

import { formatFixed } from '../../_format.js'
import { pyStr } from '../../_repr.js'
import { typeName } from '../../_typename.js'
import { AttributeError, RuntimeError } from '../../errors.js'
import { DeviceType } from './enums.js'
import type { FunctionEvent } from './event.js'
import type { FunctionEventAvg } from './event_avg.js'
import {
  _format_memory,
  _format_time,
  _format_time_share,
  autoScaleFlops,
  overrideTimeUnit,
} from './format.js'

/** What a table shows a row of. */
export type TableEvent = FunctionEvent | FunctionEventAvg

/** How to show a table. */
export interface TableOptions {
  /** An attribute of the events; the largest come first. Without one, the order stays. */
  sort_by?: string | null
  /** -1 for no limit. */
  row_limit?: number
  max_src_column_width?: number | null
  max_name_column_width?: number | null
  max_shapes_column_width?: number | null
  header?: string | null
  /** Leaves out what others called. */
  top_level_events_only?: boolean
  /** `s`, `ms` or `us`, for all times; else each has the one that fits. */
  time_unit?: string | null
}

const DEFAULT_COLUMN_WIDTH = 12
const SPACING = '  '
const deviceNames = new Set(['CUDA', 'PrivateUse1', 'MTIA', 'XPU'])

// Python counts characters, JavaScript half of some of them.
const lengthOf = (text: string): number => [...text].length
const longest = (texts: readonly string[]): number => Math.max(...texts.map(lengthOf))
const atMost = (width: number, limit: number | null): number =>
  limit === null ? width : Math.min(width, limit)

interface Column {
  readonly width: number
  readonly left?: boolean
}

function formatRow(columns: readonly Column[], values: readonly string[]): string {
  const cells = columns.map(({ width, left }, i) => {
    const text = values[i] as string
    const spaces = ' '.repeat(Math.max(width - lengthOf(text), 0))
    return (left ? text + spaces : spaces + text) + SPACING
  })
  return cells.join('')
}

/** What device an attribute is called after does not matter. */
export function deviceAttribute(name: string): string {
  return name
    .replaceAll('cuda', 'device')
    .replaceAll('xpu', 'device')
    .replaceAll('privateuse1', 'device')
}

/** An attribute by name; Python's error where there is none. */
export function attributeOf(event: TableEvent, name: string): unknown {
  const value = (event as unknown as Record<string, unknown>)[name]
  if (value === undefined) {
    throw new AttributeError(`'${typeName(event)}' object has no attribute '${name}'`)
  }
  return value
}

function sorted(events: readonly TableEvent[], sort_by: string): TableEvent[] {
  const name = deviceAttribute(sort_by)
  const keyed = events.map((event) => ({ event, key: attributeOf(event, name) as number }))
  return keyed
    .sort((a, b) => (a.key < b.key ? 1 : b.key < a.key ? -1 : 0))
    .map(({ event }) => event)
}

function trimPath(path: string, width: number): string {
  const characters = [...path]
  if (characters.length <= width) return path
  const end = characters.slice(characters.length - width)
  return end.length > 3 ? `...${end.slice(3).join('')}` : end.join('')
}

function trimName(name: string, limit: number | null): string {
  if (limit === null || lengthOf(name) < limit - 3) return name
  return `${[...name].slice(0, limit - 3).join('')}...`
}

// On a device, each event has its own time; the legacy profiler keeps it with the events on the CPU.
function countsForDevice(event: TableEvent): boolean {
  if (event.device_type === DeviceType.CPU && event.is_legacy) return true
  return deviceNames.has(event.device_type.name) && !event.is_user_annotation
}

// What the columns are, decided once from all events.
class Layout {
  readonly deviceName: string
  readonly deviceTime: boolean
  readonly deviceMemory: boolean
  readonly memory: boolean
  readonly overloads: boolean
  readonly nodes: boolean
  readonly shapes: number | null
  readonly source: number | null
  readonly flopsScale: number | null = null
  readonly headers: string[]
  readonly columns: Column[]

  constructor(
    events: readonly TableEvent[],
    first: TableEvent,
    options: Required<TableOptions>,
    profile_memory: boolean,
    with_flops: boolean,
  ) {
    const { use_device } = first
    this.deviceTime = events.some((event) => event.self_device_time_total > 0)
    if (!use_device && this.deviceTime) {
      throw new RuntimeError('use_device is None, but there is device performance data.')
    }
    this.memory = profile_memory
    this.deviceMemory =
      Boolean(use_device) && events.some((event) => event.self_device_memory_usage > 0)
    this.deviceName = use_device === null ? 'None' : use_device.toUpperCase()
    this.overloads = events.some((event) => Boolean(event.overload_name))
    this.nodes = events.some((event) => event.node_id !== -1)
    const shaped = events.some((event) => (event.input_shapes?.length ?? 0) > 0)
    const shapeTexts = events.map((event) => pyStr(event.input_shapes))
    this.shapes = shaped ? atMost(longest(shapeTexts) + 4, options.max_shapes_column_width) : null
    const stacks = events.flatMap((event) => event.stack ?? [])
    this.source =
      stacks.length > 0 ? atMost(longest(stacks) + 4, options.max_src_column_width) : null
    this.headers = this.#headers()
    const names = events.map((event) => pyStr(event.key))
    const name = { width: atMost(longest(names) + 4, options.max_name_column_width) }
    const named = this.overloads ? 2 : 1
    this.columns = this.headers.map((_, i) => (i < named ? name : { width: DEFAULT_COLUMN_WIDTH }))
    if (this.shapes !== null) {
      this.headers.push('Input Shapes')
      this.columns.push({ width: this.shapes })
    }
    if (this.source !== null) {
      this.headers.push('Source Location')
      this.columns.push({ width: this.source, left: true })
    }
    const flops = events.map((event) => event.flops ?? 0).filter((count) => count > 0)
    if (with_flops && flops.length > 0) {
      const [scale, header] = autoScaleFlops(Math.min(...flops))
      this.flopsScale = scale
      this.headers.push(`Total ${header}`)
      this.columns.push({ width: DEFAULT_COLUMN_WIDTH })
    }
  }

  #headers(): string[] {
    const device = this.deviceName
    return [
      'Name',
      ...(this.overloads ? ['Overload Name'] : []),
      ...['Self CPU %', 'Self CPU', 'CPU total %', 'CPU total', 'CPU time avg'],
      ...(this.deviceTime
        ? [`Self ${device}`, `Self ${device} %`, `${device} total`, `${device} time avg`]
        : []),
      ...(this.memory ? ['CPU Mem', 'Self CPU Mem'] : []),
      ...(this.memory && this.deviceMemory ? [`${device} Mem`, `Self ${device} Mem`] : []),
      '# of Calls',
      ...(this.nodes ? ['Node ID'] : []),
    ]
  }
}

interface Totals {
  readonly cpu: number
  readonly device: number
}

function totalsOf(events: readonly TableEvent[]): Totals {
  let cpu = 0
  let device = 0
  for (const event of events) {
    cpu += event.self_cpu_time_total
    if (countsForDevice(event)) device += event.self_device_time_total
  }
  return { cpu, device }
}

function valuesOf(
  event: TableEvent,
  layout: Layout,
  totals: Totals,
  { max_name_column_width, time_unit }: Required<TableOptions>,
): string[] {
  const time = (value: number, text: string): string => overrideTimeUnit(value, text, time_unit)
  event.self_cpu_percent = _format_time_share(event.self_cpu_time_total, totals.cpu)
  event.total_cpu_percent = event.is_async
    ? 0
    : _format_time_share(event.cpu_time_total, totals.cpu)
  const values = [trimName(pyStr(event.key), max_name_column_width)]
  if (layout.overloads) values.push(trimName(event.overload_name ?? '', max_name_column_width))
  values.push(
    event.self_cpu_percent,
    time(event.self_cpu_time_total, event.self_cpu_time_total_str),
    String(event.total_cpu_percent),
    time(event.cpu_time_total, event.cpu_time_total_str),
    time(event.cpu_time, event.cpu_time_str),
  )
  if (layout.deviceTime) {
    event.total_device_percent = _format_time_share(event.self_device_time_total, totals.device)
    values.push(
      time(event.self_device_time_total, event.self_device_time_total_str),
      event.total_device_percent,
      time(event.device_time_total, event.device_time_total_str),
      time(event.device_time, event.device_time_str),
    )
  }
  if (layout.memory) {
    values.push(_format_memory(event.cpu_memory_usage), _format_memory(event.self_cpu_memory_usage))
    if (layout.deviceMemory) {
      values.push(
        _format_memory(event.device_memory_usage),
        _format_memory(event.self_device_memory_usage),
      )
    }
  }
  values.push(String(event.count))
  if (layout.nodes) values.push(String(event.node_id))
  if (layout.shapes !== null) {
    values.push([...pyStr(event.input_shapes)].slice(0, layout.shapes).join(''))
  }
  // As in Python: these stand before the source, whose column comes first.
  if (layout.flopsScale !== null) {
    const flops = event.flops ?? 0
    values.push(flops <= 0 ? '--' : formatFixed(flops * layout.flopsScale, 3).padStart(8))
  }
  if (layout.source !== null) {
    values.push(event.stack?.[0] === undefined ? '' : trimPath(event.stack[0], layout.source))
  }
  return values
}

/** The text of a table of events. */
export function _build_table(
  given: readonly TableEvent[],
  options: Required<TableOptions>,
  profile_memory: boolean,
  with_flops: boolean,
): string {
  const [first] = given
  if (first === undefined) return ''
  const { sort_by, row_limit, header, top_level_events_only, time_unit } = options
  const events = sort_by === null ? given : sorted(given, sort_by)
  const layout = new Layout(events, first, options, profile_memory, with_flops)
  const { columns, headers, source } = layout
  const totals = totalsOf(events)
  const lines: string[] = []
  const width = columns.reduce((total, column) => total + column.width + SPACING.length, 0)
  const rule = '='.repeat(width - SPACING.length)
  const separator = columns.map((column) => '-'.repeat(column.width) + SPACING).join('')
  if (header !== null) lines.push(rule, header)
  if (top_level_events_only) {
    lines.push(rule, 'This report only display top-level ops statistics')
  }
  lines.push(separator, formatRow(columns, headers), separator)
  let rows = 0
  for (const event of events) {
    if (rows === row_limit) break
    if (top_level_events_only && event.cpu_parent !== null) continue
    rows++
    lines.push(formatRow(columns, valuesOf(event, layout, totals, options)))
    if (source === null) continue
    const empty = headers.slice(1).map(() => '')
    for (const entry of event.stack?.slice(1) ?? []) {
      lines.push(formatRow(columns, [...empty, trimPath(entry, source)]))
    }
    lines.push(formatRow(columns, [...empty, '']))
  }
  const total = (what: string, time: number): string =>
    `Self ${what} time total: ${overrideTimeUnit(time, _format_time(time), time_unit)}`
  lines.push(separator, total('CPU', totals.cpu))
  if (layout.deviceTime) lines.push(total(layout.deviceName, totals.device))
  return lines.map((line) => `${line}\n`).join('')
}
