// Schedules, steps and cycles against Python's.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import torch from 'torch-node'
import { catch_warnings } from 'torch-node/warnings'
import { attempt, golden } from './support/golden.js'

const { profile, ProfilerAction, ProfilerActivity, schedule, tensorboard_trace_handler } =
  torch.profiler
const CPU = { activities: [ProfilerActivity.CPU] }
const actions = [
  ProfilerAction.NONE,
  ProfilerAction.WARMUP,
  ProfilerAction.RECORD,
  ProfilerAction.RECORD_AND_SAVE,
]

const folder = mkdtempSync(join(tmpdir(), 'torch-node-profiler-'))
afterAll(() => rmSync(folder, { recursive: true }))

const work = (): void => void torch.ones(2).mul(3)

describe('torch.profiler.schedule', () => {
  it('gives the actions that Python gives', () => {
    expect(golden.schedules.length).toBeGreaterThan(300)
    catch_warnings(() => {
      for (const [keywords, expected] of golden.schedules) {
        const steps = Array.from({ length: 25 }, (_, step) => step)
        const found = attempt(() => steps.map((step) => schedule(keywords as never)(step).value))
        expect([keywords, found]).toEqual([keywords, expected])
      }
    })
  })

  it('refuses what Python refuses', () => {
    const texts = catch_warnings((caught) => {
      expect(() => schedule({ wait: 0, warmup: 0, active: 1 })(-1)).toThrow(
        'Step must be non-negative. Got -1.',
      )
      return caught.map(String)
    })
    expect(texts).toEqual([
      "UserWarning: Profiler won't be using warmup, this can skew profiler results",
    ])
    expect(() => schedule({ wait: 0, active: 1 } as never)).toThrow(
      "schedule() missing 1 required keyword-only argument: 'warmup'",
    )
    const stopped = { schedule: () => ProfilerAction.DEVICE_STOPPED }
    expect(() => profile(stopped)).toThrow(
      'ProfilerAction.DEVICE_STOPPED is set internally by the profiler and must not be returned by a user-provided schedule',
    )
    expect(String(ProfilerAction.RECORD_AND_SAVE)).toBe('ProfilerAction.RECORD_AND_SAVE')
  })
})

describe('torch.profiler.profile with a schedule', () => {
  const cycles = golden.cycles.filter((cycle) => cycle.length === 6)
  const plans = golden.cycles.filter((cycle) => cycle.length === 2)

  it.each(cycles)('records the cycles of %j', (keywords, acc_events, steps, told, last, action) => {
    const found: unknown[] = []
    catch_warnings(() => {
      const prof = profile(
        {
          ...CPU,
          schedule: schedule(keywords as never),
          acc_events: acc_events as boolean,
          on_trace_ready(prof) {
            const counts = new Map(prof.key_averages().map(({ key, count }) => [key, count]))
            const names = prof
              .events()
              .filter(({ name }) => name.startsWith('ProfilerStep'))
              .map(({ trace_name }) => trace_name)
            const mul = counts.get('aten::mul') ?? 0
            found.push([prof.step_num, mul, counts.get('ProfilerStep*') ?? 0, names])
          },
        },
        (prof) => {
          for (let step = 0; step < (steps as number); step++) {
            work()
            prof.step()
          }
          return prof
        },
      )
      expect([prof.step_num, prof.current_action.value]).toEqual([last, action])
    })
    expect(found).toEqual(told)
  })

  it.each(plans)('does at each step what %j says', (plan, told) => {
    const given = plan as number[]
    const found: unknown[] = []
    catch_warnings(() => {
      profile(
        {
          ...CPU,
          schedule: (step) =>
            actions[
              given[Math.min(step, given.length - 1)] as number
            ] as typeof ProfilerAction.NONE,
          on_trace_ready(prof) {
            const products = prof.events().filter(({ name }) => name === 'aten::mul')
            found.push([prof.step_num, products.length])
          },
        },
        (prof) => {
          for (let step = 0; step < 4; step++) {
            work()
            prof.step()
          }
        },
      )
    })
    expect(found).toEqual(told)
  })

  it('refuses to record what was not prepared, where Python crashes', () => {
    const plan = [ProfilerAction.RECORD, ProfilerAction.WARMUP, ProfilerAction.RECORD]
    catch_warnings(() => {
      const prof = profile({ ...CPU, schedule: (step) => plan[step] ?? ProfilerAction.NONE })
      prof.start()
      prof.step()
      expect(() => prof.step()).toThrow('The profiler must be prepared before it is enabled.')
    })
  })
})

describe('torch.profiler.tensorboard_trace_handler', () => {
  it('writes a trace of each cycle', () => {
    const logs = join(folder, 'logs', 'deep')
    for (const handler of [
      tensorboard_trace_handler(logs),
      tensorboard_trace_handler(logs, 'me', true),
    ]) {
      const prof = { ...CPU, schedule: schedule({ wait: 0, warmup: 1, active: 1 }) }
      catch_warnings(() =>
        profile({ ...prof, on_trace_ready: handler }, (prof) => {
          for (let step = 0; step < 4; step++) {
            work()
            prof.step()
          }
        }),
      )
    }
    const files = readdirSync(logs).sort()
    expect(files).toHaveLength(4)
    for (const file of files) {
      const zipped = file.startsWith('me.')
      const name = zipped ? 'me' : `${hostname()}_${process.pid}`
      const ending = zipped ? '\\.pt\\.trace\\.json\\.gz' : '\\.pt\\.trace\\.json'
      expect(file).toMatch(new RegExp(`^${name}\\.\\d{19}${ending}$`))
      const bytes = readFileSync(join(logs, file))
      const trace = JSON.parse(String(zipped ? gunzipSync(bytes) : bytes)) as {
        traceEvents: { name: string }[]
      }
      expect(trace.traceEvents.map(({ name }) => name)).toContain('aten::mul')
    }
  })

  it('says what it cannot make', () => {
    writeFileSync(join(folder, 'file'), '')
    const path = join(folder, 'file', 'logs')
    expect(() => tensorboard_trace_handler(path)({ export_chrome_trace() {} })).toThrow(
      `Can't create directory: ${path}`,
    )
  })
})
