// What loaders with workers do: situations by their names, as one object in JSON.
import { once } from 'node:events'
import { inspect } from 'node:util'
import { isMainThread, Worker } from 'node:worker_threads'
import torch, { nn } from 'torch-node'
import * as errors from 'torch-node/errors'
import { DataLoader, Subset, TensorDataset } from 'torch-node/utils/data'
import { catch_warnings } from 'torch-node/warnings'
import * as T from './things.mjs'

const { only } = T
/** @type {(dataset: any, options?: any) => any} */
const loader = (dataset, options = {}) => DataLoader(dataset, { num_workers: 1, ...options })
/** @type {(dataset: any, options?: any) => any} */
const first = (dataset, options) => [...loader(dataset, { collate_fn: only, ...options })][0]

/** @param {() => unknown} run */
function thrown(run) {
  try {
    return { nothing: run() }
  } catch (error) {
    if (!(error instanceof Error)) return { thrown: error }
    const { name, message, cause } = /** @type {any} */ (error)
    const classes = [
      'ValueError',
      'IndexError',
      'KeyError',
      'RuntimeError',
      'AttributeError',
    ].filter((one) => error instanceof /** @type {any} */ (errors)[one])
    return {
      name,
      message,
      classes,
      trouble: error instanceof T.Trouble && error.level,
      cause: cause?.stack,
    }
  }
}

/** @type {Record<string, () => unknown>} */
const situations = {
  things() {
    // Both as they print, with their classes.
    const shown = (/** @type {unknown} */ one) => inspect(one, { depth: 4 })
    const found = Object.entries(T.things).map(([name, make]) => [
      name,
      shown(make()),
      shown(first(new T.Echo(make()))),
    ])
    return found
  },
  identity() {
    const shared = torch.arange(6)
    /** @type {Record<string, unknown>} */
    const thing = { whole: shared, again: shared, part: shared.view(2, 3)[1] }
    thing.self = thing
    const back = first(new T.Echo(thing))
    back.whole.mul_(10)
    const { x, made } = first(new T.Echo(new T.Point(4)))
    return {
      same: back.whole === back.again,
      part: back.part.tolist(),
      self: back.self === back,
      here: shared.tolist(),
      version: back.part._version,
      double: first(new T.Echo(new T.Point(4))).double(),
      fields: [x, made],
      secret: first(new T.Echo(new T.Secret(5))).reveal(),
      functions: first(new T.Echo([only, T.Point, torch.relu])).map(
        (/** @type {any} */ f, /** @type {number} */ i) => f === [only, T.Point, torch.relu][i],
      ),
      parameter: first(new T.Echo(nn.Parameter(torch.ones(2)))) instanceof nn.Parameter,
      leaf: first(new T.Echo(torch.ones(1, { requires_grad: true }))).requires_grad,
      member: first(new T.Echo([T.Mode.LINEAR]))[0] === T.Mode.LINEAR,
      gathered: first(new T.Echo(1), { collate_fn: T.Point.gather }),
    }
  },
  modules() {
    const scale = new T.Scale(3)
    const here = [0, 1, 2].map((i) => scale(torch.tensor([i, 1], { dtype: torch.float })).tolist())
    const there = [...loader(new T.Applies(scale), { collate_fn: only })].map((one) => one.tolist())
    return { here, there }
  },
  errors() {
    const most = { num_workers: 2, batch_size: 1 }
    return Object.fromEntries(
      [
        'a Python error',
        'an error of LibTorch',
        "JavaScript's own",
        'of a class of its own',
        'of a class that is not exported',
        'a key',
        'null',
        'a text',
        'with what cannot be sent',
        'what cannot be sent',
        'a graph',
        'an exit',
        'a loader of its own',
      ].map((how) => [
        how,
        thrown(() => [...loader(new T.Fails(how), { ...most, collate_fn: only })].length),
      ]),
    )
  },
  goesOn() {
    const it = loader(new T.Fails('a Python error'), { num_workers: 2 })[Symbol.iterator]()
    return [0, 1, 2, 3, 4, 5, 6].map(() => {
      const step = /** @type {any} */ (thrown(() => it.next()))
      return step.nothing ? (step.nothing.value?.tolist() ?? null) : step.name
    })
  },
  thrown() {
    // Its workers go to the next pass; another next() is too late then.
    const it = loader(new T.Fails('a Python error'), { num_workers: 2 })[Symbol.iterator]()
    it.next()
    thrown(() => it.next())
    const other = [...loader(new T.Slow(2, 0), { num_workers: 2 })].length
    return [other, thrown(() => it.next())]
  },
  starting() {
    const local = (/** @type {unknown[]} */ items) => items
    class Local extends torch.utils.data.Dataset {
      __getitem__() {
        return 1
      }
      __len__() {
        return 2
      }
    }
    const anonymous = [(/** @type {unknown[]} */ items) => items][0]
    const point = { gather: only }
    const made = new Function('items', 'return items')
    return {
      'a local function': thrown(() => [...loader([1], { collate_fn: local })]),
      'a local class': thrown(() => [...loader(new Local())]),
      anonymous: thrown(() => [...loader([1], { collate_fn: anonymous })]),
      bound: thrown(() => [...loader([1], { collate_fn: point.gather.bind(point) })]),
      evaluated: thrown(() => [...loader([1], { collate_fn: made })]),
      symbol: thrown(() => [...loader([Symbol('a')])]),
      promise: thrown(() => [...loader([Promise.resolve(1)])]),
      worker_init_fn: thrown(() => [...loader([1], { worker_init_fn: T.failsAtStart })]),
      iterable: thrown(() => [...loader(new T.FailsAtOnce())]),
    }
  },
  async timeout() {
    const start = performance.now()
    const sync = thrown(() => [...loader(new T.Fails('a loop without end'), { timeout: 0.5 })])
    const took = performance.now() - start
    let async = null
    try {
      for await (const _ of loader(new T.Fails('a loop without end'), { timeout: 0.5 }));
    } catch (error) {
      async = String(error)
    }
    return { sync, async, enough: took > 450 }
  },
  async ends() {
    // The main thread hears of this one by its event loop only.
    let async = null
    try {
      for await (const _ of loader(new T.Fails('an exit')));
    } catch (error) {
      async = String(error)
    }
    return async
  },
  persistent() {
    const counted = (/** @type {any} */ options) => {
      const made = loader(new T.Counts(), { num_workers: 2, ...options })
      return [0, 1, 2].map(() => [...made].flatMap((one) => one.tolist()))
    }
    const broken = loader(new T.Counts(), { num_workers: 2, persistent_workers: true })
    for (const _ of broken) break
    return {
      anew: counted({}),
      persistent: counted({ persistent_workers: true }),
      broken: [...broken].length,
    }
  },
  prints() {
    return [...loader(new T.Prints())].length
  },
  lengths() {
    const doubled = loader(new T.Doubled(), { num_workers: 2, batch_size: null })
    return catch_warnings((caught) => {
      const got = [doubled.length, [...doubled].length]
      return [got, caught.map(({ message }) => message)]
    })
  },
  threads() {
    torch.set_num_threads(2)
    return [...loader(new T.Threads(), { collate_fn: only })].concat([torch.get_num_threads()])
  },
  async await() {
    let ticks = 0
    const timer = setInterval(() => ticks++, 5)
    const got = []
    for await (const one of loader(new T.Slow(4, 40))) got.push(...one.tolist())
    clearInterval(timer)
    const early = []
    for await (const one of loader(new T.Slow(100, 1))) {
      early.push(...one.tolist())
      if (early.length === 3) break
    }
    const it = loader(new T.Slow(3, 5), { num_workers: 2 })[Symbol.asyncIterator]()
    const steps = await Promise.all([it.next(), it.next(), it.next(), it.next()])
    const ahead = steps.map(({ value, done }) => (done ? null : value.item()))
    return { ahead, got, ticked: ticks > 10, early }
  },
  async mixed() {
    const one = loader(new T.Slow(6, 2), { num_workers: 2, persistent_workers: true })
    const got = []
    for await (const x of one) got.push(x.item())
    for (const x of one) got.push(x.item())
    for await (const x of one) {
      got.push(x.item())
      if (got.length === 14) break
    }
    for (const x of one) got.push(x.item())
    return got
  },
  async inThread() {
    const worker = new Worker(new URL('./in_thread.mjs', import.meta.url))
    const [got] = await once(worker, 'message')
    return got
  },
  unordered() {
    const got = [...loader(new T.Slow(10, 1), { num_workers: 3, in_order: false })].map((x) =>
      x.item(),
    )
    return got.sort((a, b) => a - b)
  },
  many() {
    const dataset = Subset(TensorDataset(torch.arange(20)), [3, 5, 7, 9])
    /** @type {number[]} */
    const got = []
    for (let pass = 0; pass < 30; pass++) {
      for (const [x] of loader(dataset, { num_workers: 2 })) {
        got.push(x.item())
        if (pass % 3 === 0) break
      }
    }
    return got.length
  },
  forgotten() {
    const it = loader(new T.Slow(100, 5), { num_workers: 2 })[Symbol.iterator]()
    return it.next().value.item()
  },
  memory() {
    // Prefetched batches that nobody took are let go with the pass.
    const dataset = TensorDataset(torch.ones(40, 1000, 100))
    const passes = (/** @type {number} */ n) => {
      for (let pass = 0; pass < n; pass++) {
        for (const _ of loader(dataset, { num_workers: 2, batch_size: 10 })) break
      }
      return process.memoryUsage.rss()
    }
    const before = passes(20)
    return passes(60) - before
  },
  uncaught() {
    for (const _ of loader(new T.Slow(100, 5), { num_workers: 2 })) throw new Error('stopped')
  },
}

// Where a worker looks for what is only here, it runs this script.
if (isMainThread) {
  /** @type {Record<string, unknown>} */
  const found = {}
  for (const name of process.argv.slice(2)) found[name] = await situations[name]?.()
  console.log(JSON.stringify(found))
}
