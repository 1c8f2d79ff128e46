// What Python's profiler says: test/autograd/profiler.gz, made by scripts/golden/profiler.py.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** A text, or the class and the first line of an error. */
export type Outcome<T> = T | { error: [string, string] }

export interface TableCase {
  events: Record<string, unknown>[]
  kernels: [number, string, number, number][]
  told: { use_device: string | null; profile_memory: boolean; with_flops: boolean }
  options: Record<string, unknown>[]
  groups: [boolean, number, boolean][]
  tables: Outcome<string>[]
  averages: Outcome<string>[][]
  reprs: string[]
  average_reprs: string[]
  total: string
  self_cpu_time_total: number
  parents: (number | null)[]
  stacks: Outcome<string>
  trace: string
}

export type Seen = [
  name: string,
  parent: number,
  shapes: unknown,
  flops: number,
  scope: number,
  annotation: boolean,
]

export interface ProgramCase {
  seen: Seen[]
  counts: [string, number, string][]
  by_shape: [string, number, string][]
  traced: [name: string, category: string, shapes: unknown][]
  flows: number
  allocated: number[]
}

interface Golden {
  tables: TableCase[]
  schedules: [Record<string, number>, Outcome<number[]>][]
  programs: Record<string, ProgramCase>
  cycles: unknown[][]
  texts: {
    times: [number, string][]
    sizes: [number, string][]
    names: [string, string, string][]
  }
  memory_records: [number[], [number, number, number[]][]]
}

const file = join(__dirname, '..', '..', 'autograd', 'profiler.gz')
export const golden = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Golden

/** What a function gives, or Python's class and the first line of what it throws. */
export function attempt<T>(body: () => T): Outcome<T> {
  try {
    return body()
  } catch (error) {
    const { name, message } = error as Error
    return { error: [name, message.split('\n')[0] as string] }
  }
}
