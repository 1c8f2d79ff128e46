// Work that Node does only asynchronously, waited for: it runs in a worker thread, and this thread sleeps meanwhile.
// (synckit does the same with a file per worker, which would have to be there both in lib and in dist.)

import { createRequire } from 'node:module'
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'

interface Reply {
  readonly result?: unknown
  readonly error?: { readonly name: string; readonly message: string; readonly code?: string }
}

/**
 * What is to be done: `load` is a `require` that finds the packages that {@link blocking} was told of. It runs elsewhere,
 * from its text, so it may use nothing that is declared outside of it.
 */
export type Work<A, R> = (load: (name: string) => unknown) => (argument: A) => Promise<R>

// The flag is set when an answer is in the port, or when the thread is gone.
const prelude = (work: string): string => `
const { workerData: { port, flag, modules } } = require('node:worker_threads')
const wake = () => { Atomics.store(flag, 0, 1); Atomics.notify(flag, 0) }
process.on('exit', wake)
const load = (name) => require(modules[name] ?? name)
const work = (${work})(load)
port.on('message', async (argument) => {
  let reply
  try {
    reply = { result: await work(argument) }
  } catch (error) {
    const { name, message, code, cause } = error ?? {}
    reply = { error: { name: String(name), message: String(cause?.message ?? message ?? error), code: cause?.code ?? code } }
  }
  port.postMessage(reply)
  wake()
})`

/** An error that came from the other thread. */
export class BlockingError extends Error {
  constructor(
    readonly type: string,
    message: string,
    readonly code: string | undefined,
  ) {
    super(message)
  }
}

/**
 * Makes a synchronous function of an asynchronous one. Argument and result are copied between the threads. The thread
 * starts with the first call, and does not keep the process alive.
 *
 * @param modules - the packages that it loads.
 *
 * @throws BlockingError with the message of what the function threw.
 */
export function blocking<A, R>(
  work: Work<A, R>,
  modules: readonly string[] = [],
): (argument: A) => R {
  let send: ((argument: A) => Reply | null) | null = null
  return (argument) => {
    send ??= start<A>(String(work), modules)
    const reply = send(argument)
    if (reply === null) {
      // The next call starts another.
      send = null
      throw new BlockingError(
        'Error',
        'the worker thread ended before its work was done',
        undefined,
      )
    }
    const { result, error } = reply
    if (error !== undefined) throw new BlockingError(error.name, error.message, error.code)
    return result as R
  }
}

function start<A>(work: string, modules: readonly string[]): (argument: A) => Reply | null {
  const { resolve } = createRequire(import.meta.url)
  const paths = Object.fromEntries(modules.map((name) => [name, resolve(name)]))
  const { port1, port2 } = new MessageChannel()
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(prelude(work), {
    eval: true,
    execArgv: [],
    workerData: { port: port2, flag, modules: paths },
    transferList: [port2],
  })
  worker.unref()
  port1.unref()
  return (argument) => {
    Atomics.store(flag, 0, 0)
    port1.postMessage(argument)
    Atomics.wait(flag, 0, 0)
    const reply = receiveMessageOnPort(port1)
    return (reply?.message as Reply | undefined) ?? null
  }
}
