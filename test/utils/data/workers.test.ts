// What loaders with worker threads do; in child programs, as users run them.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

interface Ending {
  status: number | null
  signal: string | null
  stdout: string
  stderr: string
}

function run(program: string, ...args: string[]): Ending {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [join(__dirname, 'support', program), ...args],
    { encoding: 'utf8', timeout: 50_000, env: { ...process.env, OMP_NUM_THREADS: '1' } },
  )
  return { status, signal, stdout, stderr }
}

const names = [
  'things',
  'identity',
  'modules',
  'errors',
  'ends',
  'goesOn',
  'thrown',
  'timeout',
  'starting',
  'persistent',
  'lengths',
  'threads',
  'await',
  'mixed',
  'inThread',
  'unordered',
  'many',
  'memory',
]
let situations: Record<string, unknown>

// All in one process, one after the other.
beforeAll(() => {
  const { status, stdout, stderr } = run('behaviours.mjs', ...names)
  if (status !== 0) throw new Error(stderr)
  situations = JSON.parse(stdout.trim().split('\n').at(-1) as string) as Record<string, unknown>
})
const situation = <T>(name: string): T => situations[name] as T

interface Thrown {
  name?: string
  message: string
  classes: string[]
  trouble: unknown
  cause?: string
  thrown?: unknown
}

const firstLines = (text: string): string[] => text.split('\n').slice(0, 2)
const caught = (name: string, id = 1): string[] => [
  `Caught ${name} in DataLoader worker process ${id}.`,
  'Original Traceback (most recent call last):',
]

describe('what goes from thread to thread', () => {
  test('prints as before', () => {
    const things = situation<[name: string, here: string, there: string][]>('things')
    expect(things.length).toBeGreaterThan(15)
    for (const [name, here, there] of things) expect([name, there]).toEqual([name, here])
  })

  test('is what it was: shared memory, identity, classes, functions', () => {
    expect(situation('identity')).toEqual({
      same: true,
      part: [30, 40, 50],
      self: true,
      here: [0, 10, 20, 30, 40, 50],
      version: 0,
      double: 8,
      fields: [4, true],
      secret: 5,
      functions: [true, true, true],
      parameter: true,
      leaf: true,
      member: true,
      gathered: ['gathered', 1],
    })
  })

  test('modules with their parameters, buffers and children', () => {
    const { here, there } = situation<{ here: number[][]; there: number[][] }>('modules')
    expect(there).toEqual(here)
  })
})

describe('an error of a worker', () => {
  const of = (how: string): Thrown => situation<Record<string, Thrown>>('errors')[how] as Thrown

  test.each([
    ['a Python error', 'ValueError', ['ValueError'], 'bad item'],
    [
      'an error of LibTorch',
      'RuntimeError',
      ['RuntimeError'],
      "shape '[3]' is invalid for input of size 2",
    ],
    ["JavaScript's own", 'SyntaxError', [], "Expected property name or '}' in JSON at position 1"],
    ['of a class of its own', 'Trouble', ['RuntimeError'], 'deep'],
    ['of a class that is not exported', 'Hidden', ['ValueError'], 'deep'],
    ['a key', 'KeyError', ['KeyError'], "'a'"],
    ['with what cannot be sent', 'IndexError', ['IndexError'], 'far'],
    [
      'a loader of its own',
      'AssertionError',
      [],
      'daemonic processes are not allowed to have children',
    ],
  ])('%s comes as its class, with text and stack', (how, name, classes, text) => {
    const { message, cause, ...error } = of(how)
    expect(error).toMatchObject({ name, classes })
    expect(firstLines(message)).toEqual(caught(name))
    const last = message.split('\n').at(-2) as string
    expect(last.startsWith(`${name}: ${text}`)).toBe(true)
    expect(message).toMatch(/\n {2}at .*things\.mjs:\d+:\d+\)?\n/)
    expect(cause).toMatch(/\n {4}at .*things\.mjs:\d+:\d+\)?\n/)
  })

  test('keeps the fields of its class', () => {
    expect(of('of a class of its own').trouble).toBe(7)
  })

  test('what is no error comes as it was', () => {
    expect(of('null')).toEqual({ thrown: null })
    expect(of('a text')).toEqual({ thrown: 'just text' })
  })

  test('a batch that cannot be sent says why', () => {
    expect(of('a graph').message).toContain(
      'RuntimeError: Cowardly refusing to serialize non-leaf tensor which requires_grad, ' +
        'since autograd does not support crossing process boundaries.  If you just want to transfer the data, ' +
        'call detach() on the tensor before serializing (e.g., putting it on the queue).\n',
    )
    expect(of('what cannot be sent').message).toContain(
      "Can't pickle local object '<lambda>': it has no name.",
    )
  })

  test('that ends its thread', () => {
    expect(of('an exit').message).toMatch(
      /^DataLoader worker \(pid\(s\) \d+\) exited unexpectedly$/,
    )
    expect(situation('ends')).toMatch(
      /^RuntimeError: DataLoader worker \(pid\(s\) \d+\) exited unexpectedly$/,
    )
  })

  test('does not end the pass', () => {
    expect(situation('goesOn')).toEqual([[0], 'ValueError', [2], [3], [4], [5], null])
  })

  test('ends the pass where another begins', () => {
    const message =
      'Invalid iterator state: shutdown or no outstanding tasks when fetching next data'
    expect(situation('thrown')).toMatchObject([2, { name: 'AssertionError', message }])
  })

  test('that takes too long', () => {
    const text = 'DataLoader timed out after 0.5 seconds'
    expect(situation('timeout')).toMatchObject({
      sync: { name: 'RuntimeError', message: text },
      async: `RuntimeError: ${text}`,
      enough: true,
    })
  })
})

describe('what workers cannot import', () => {
  const starting = (how: string): Thrown =>
    situation<Record<string, Thrown>>('starting')[how] as Thrown
  const advice =
    'The workers of a DataLoader (num_workers > 0) are threads that import what they run: export the dataset class, ' +
    'collate_fn or worker_init_fn by its name from a module, best one of its own, for all that a module does when it ' +
    'is loaded is done in each worker too.'

  test.each([
    ['a local function', "'local': 'file:.*behaviours.mjs' does not export it\\."],
    ['a local class', "'Local': 'file:.*behaviours.mjs' does not export it\\."],
    ['anonymous', "'<lambda>': it has no name\\."],
    ['bound', "'bound only': it is bound to an object\\."],
    ['evaluated', "'anonymous': it comes from '', which no thread can import\\."],
  ])('%s', (how, text) => {
    const { name, message } = starting(how)
    expect(name).toBe('AttributeError')
    expect(message).toMatch(new RegExp(`Can't pickle local object ${text}`))
    expect(message).toContain(advice)
  })

  test('is refused where it is no class or function', () => {
    expect(starting('symbol')).toMatchObject({
      name: 'TypeError',
      message: "cannot pickle 'symbol' object",
    })
    expect(starting('promise')).toMatchObject({
      name: 'TypeError',
      message: "cannot pickle 'Promise' object",
    })
  })

  test('or what fails there at the start', () => {
    const { message } = starting('worker_init_fn')
    expect(firstLines(message)).toEqual(caught('ValueError', 0))
    expect(message).toContain('ValueError: no worker 0\n')
    expect(starting('iterable').message).toContain('ValueError: no start\n')
  })

  test('a script without a guard', () => {
    const { status, stderr } = run('bootstrapping.mjs')
    expect(status).toBe(1)
    expect(stderr).toContain('RuntimeError: Caught RuntimeError in DataLoader worker process 0.')
    expect(stderr).toContain(
      'before the\n        current process has finished its bootstrapping phase.',
    )
    expect(stderr).toContain('if (isMainThread) {')
  })

  test('a CommonJS script with a guard', () => {
    const { stdout, stderr } = run('main.cjs')
    expect([stdout, stderr]).toEqual(['tensor([0])\ntensor([1])\ntensor([4])\n', ''])
  })
})

describe('workers', () => {
  test('persist, or start anew', () => {
    expect(situation('persistent')).toEqual({
      anew: Array(3).fill([1, 1, 2, 2]),
      persistent: [
        [1, 1, 2, 2],
        [3, 3, 4, 4],
        [5, 5, 6, 6],
      ],
      broken: 4,
    })
  })

  test('print at once', () => {
    const { stdout, stderr } = run('behaviours.mjs', 'prints')
    expect(stdout).toBe('item 0\nitem 1\n{"prints":2}\n')
    expect(stderr).toBe('warning 0\nwarning 1\n')
  })

  test('that all give everything are warned of', () => {
    const text = (n: number): string =>
      `Length of IterableDataset Doubled() was reported to be 3(when accessing len(dataloader)), but ${n} samples have been fetched. ` +
      'For multiprocessing data-loading, this could be caused by not properly configuring the IterableDataset replica at each worker. ' +
      'Please see https://pytorch.org/docs/stable/data.html#torch.utils.data.IterableDataset for examples.'
    expect(situation('lengths')).toEqual([[3, 6], [4, 5, 6].map(text)])
  })

  test('compute with one thread each', () => {
    expect(situation('threads')).toEqual([[1, true], 2])
  })

  test('leave the event loop to others where a loop awaits', () => {
    expect(situation('await')).toEqual({
      ahead: [0, 1, 2, null],
      got: [0, 1, 2, 3],
      ticked: true,
      early: [0, 1, 2],
    })
  })

  test('serve loops of both kinds', () => {
    const pass = [0, 1, 2, 3, 4, 5]
    expect(situation('mixed')).toEqual([...pass, ...pass, 0, 1, ...pass])
  })

  test('may be those of a worker thread', () => {
    expect(situation('inThread')).toEqual([0, 1, 2, 3])
  })

  test('give all batches in any order', () => {
    expect(situation('unordered')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test('of many passes, some left early', () => {
    expect(situation('many')).toBe(90)
  })

  test('leave no memory behind', () => {
    expect(situation('memory')).toBeLessThan(200e6)
  })

  test.each([
    ['forgotten', 0, /^{"forgotten":0}\n$/, /^$/],
    ['uncaught', 1, /^$/, /Error: stopped/],
  ])('keep no process alive: %s', (name, code, out, error) => {
    const { status, signal, stdout, stderr } = run('behaviours.mjs', name)
    expect([status, signal]).toEqual([code, null])
    expect(stdout).toMatch(out)
    expect(stderr).toMatch(error)
  })
})
