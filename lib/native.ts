// The only loader of the addon. Types what it exports and hands it lib's own classes and functions.

import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Namespace } from './_generated/operators.js'
import { operatorTable } from './_generated/operators.js'
import { nest } from './_nest.js'
import { typeName } from './_typename.js'
import type { FunctionCall } from './autograd/_context.js'
import type { dtype } from './dtype.js'
import { dtypes } from './dtype.js'
import * as errors from './errors.js'
import { qschemes } from './qscheme.js'
import { namedTuples } from './return_types.js'
import type { Complex, Scalar, Tensor } from './types.js'
import * as warnings from './warnings.js'

/** What stands for a tensor in native calls: an index into the environment's table (binding/tensor_table.h). */
export type Handle = number

/**
 * A native operator: `out` becomes the result if that is one new tensor, `mask` tells of the arguments. See
 * Note [Calls] in binding/call.cc; _call.ts makes such calls.
 */
export type NativeOperator = (out: Wrapper, mask: number, ...args: unknown[]) => unknown

/** A nested list of numbers, as `tolist` gives it. */
export type Nested<T> = T | Nested<T>[]

/** How to profile, as LibTorch's ProfilerConfig has it, and what. */
export type ProfilerConfig = [
  state: number,
  /** record_shapes, profile_memory, with_stack, with_flops, with_modules */
  flags: readonly boolean[],
  experimental: readonly string[],
  metrics: readonly string[],
  trace_id: string,
  activities: readonly number[],
]

/** A layer of vmap on the stack of transforms. */
export type VmapInterpreter = [kind: 'Vmap', level: number, batch_size: number, randomness: string]

/** A layer on the stack of transforms; grad's and jvp's with whether their mode was on outside of it. */
export type Interpreter =
  | VmapInterpreter
  | [kind: 'Grad' | 'Jvp', level: number, before: boolean]
  | [kind: 'Functionalize', level: number]

interface Native {
  init(helpers: object): void
  /** Where a call leaves the handle of its result. */
  readonly scratch: Int32Array
  /** The list that the wrappers of new results go into; see Note [Batches] in binding/tensor_table.h. */
  readonly shared: { readonly batch: Wrapper[] }
  /** Where sizes and strides are handed over. */
  readonly numbers: Float64Array

  defineOperator(name: string, isMethod: boolean, rows: readonly string[]): NativeOperator
  defineParser(name: string, rows: readonly string[]): NativeOperator
  findOperator(schema: string): NativeOperator | null
  operatorOverloads(name: string): string[]
  keywordId(name: string): number
  schemas(): string[]

  /** Writes behind the first element of {@link scratch}; returns how many, or `~count` if it took {@link numbers}. */
  sizes(tensor: Handle): number
  strides(tensor: Handle): number
  dim(tensor: Handle): number
  numel(tensor: Handle): number
  storageOffset(tensor: Handle): number
  dtypeCode(tensor: Handle): number
  layoutCode(tensor: Handle): number
  qschemeCode(tensor: Handle): number
  deviceKey(tensor: Handle): number
  deviceText(tensor: Handle): string
  isContiguous(tensor: Handle, format?: unknown): boolean
  isQuantized(tensor: Handle): boolean
  isNested(tensor: Handle): boolean
  dispose(tensor: Handle): void

  getItem(out: Wrapper, tensor: Handle, indices: unknown): Tensor | undefined
  select(out: Wrapper, tensor: Handle, index: number): Tensor | undefined
  internIndex(text: string): number
  getItemByText(out: Wrapper, tensor: Handle, text: number): Tensor | undefined
  setItem(tensor: Handle, indices: unknown, value: unknown): void

  tensorFromNumbers(
    numbers: Float64Array,
    shape: readonly number[],
    floats: boolean,
    dtype: unknown,
    device: unknown,
    requires_grad: boolean,
    pin_memory: boolean,
  ): Tensor | null
  tensorFromData(
    data: unknown,
    dtype: unknown,
    device: unknown,
    requires_grad: boolean,
    pin_memory: boolean,
  ): Tensor
  /** Sizes to {@link numbers}, elements to the scratch array; returns the dimensions, or -1: see {@link tolist}. */
  fewNumbers(tensor: Handle): number
  tolist(tensor: Handle): Nested<Scalar>
  item(tensor: Handle): number | bigint | boolean | Complex

  numpyData(
    tensor: Handle,
    force: boolean,
  ): { data: ArrayBufferView; shape: number[]; stride: number[]; offset: number }
  fromTypedArray(
    array: ArrayBufferView,
    shape: readonly number[],
    stride: readonly number[],
    offset: number,
    dtype: dtype | null,
  ): Tensor
  dataPtr(tensor: Handle): number | bigint
  storageTensor(tensor: Handle): Tensor
  storageSlice(tensor: Handle, start: number, stop: number): Tensor
  storageBytes(tensor: Handle): number
  storageDataPtr(tensor: Handle): number | bigint
  storageKey(tensor: Handle): number | bigint
  storageResizable(tensor: Handle): boolean
  storageResize(tensor: Handle, bytes: number): void
  /** Makes a tensor a view of another one's storage, which never grows for it. */
  setStorage(
    tensor: Handle,
    on: Handle,
    offset: number,
    size: readonly number[],
    stride: readonly number[],
  ): void
  setViewBits(tensor: Handle, conj: boolean, neg: boolean): void

  /** A place where tensors wait for another thread; Note [Exchanges] in binding/exchange.h. */
  exchangeOpen(): number
  /** Lets go of all that waits; a closed one stays closed. */
  exchangeClose(exchange: number): void
  /** Gives the number for which another thread takes the tensor. */
  exchangeGive(exchange: number, tensor: Handle): number
  /** The tensor, once; null where it was taken, or let go. */
  exchangeTake(exchange: number, token: number): Tensor | null
  /** This thread is a member under that number. */
  exchangeJoin(exchange: number, member: number): void
  /** The members whose threads are no more. */
  exchangeEnded(exchange: number): number[]
  /** How many tensors wait; -1 when it is closed. */
  exchangeWaiting(exchange: number): number

  gradFn(tensor: Handle): object | null
  /** The node where its gradient arrives: also of a leaf. */
  gradientNode(tensor: Handle): object | null
  nodeName(node: object): string
  nodeAddress(node: object): string
  nodeNextFunctions(node: object): [object | null, number][]
  nodeSequenceNumber(node: object): number
  nodeInputs(node: object): ([sizes: number[], dtype: dtype, device: string] | null)[]
  nodeDict(node: object): Record<string, unknown>
  currentGraphTask(): number
  currentNode(): object | null
  isCheckpointValid(): boolean
  willExecute(node: object): boolean
  /** Each takes a new Map and gives the one that holds: that, or the one that was there. */
  tensorHooksOf<M extends object>(tensor: Handle, offered: M): M
  postAccumulateHooksOf<M extends object>(tensor: Handle, offered: M): M
  preHooksOf<M extends object>(node: object, offered: M): M
  postHooksOf<M extends object>(node: object, offered: M): M
  checkHookResult(original: Tensor, result: Tensor, hook: string): void
  pushSavedTensorHooks(pack: (tensor: Tensor) => unknown, unpack: (packed: never) => Tensor): void
  popSavedTensorHooks(): void
  /** The message with which they are disabled. */
  savedTensorHooksDisabled(): string | null
  disableSavedTensorHooks(message: string | null): void
  enterFunction(): number
  leaveFunction(before: number): void
  finishFunction(ctx: object, call: FunctionCall): unknown[]
  savedTensors(ctx: object): Tensor[]
  clearSavedTensors(ctx: object): void
  dropSavedTensors(ctx: object): void
  delayedError(message: string, tensors: readonly (Tensor | null)[]): unknown[]
  isAnomalyEnabled(): boolean
  isAnomalyCheckNanEnabled(): boolean
  setAnomalyEnabled(enabled: boolean, check_nan: boolean): void
  setAutogradCallbacks(callbacks: object): void
  /** For tests: makes every backward run on another thread, its calls served from a queue, as with a GPU. */
  forceEngineWorker(force: boolean): void
  requiresGrad(tensor: Handle): boolean
  setRequiresGrad(tensor: Handle, value: boolean): void
  isLeaf(tensor: Handle): boolean
  grad(tensor: Handle): Tensor | null
  setGrad(tensor: Handle, grad: unknown): void
  variableData(tensor: Handle): Tensor
  setData(tensor: Handle, data: unknown): void
  /** Each of two handles stands for the other's tensor then. */
  swapTensors(a: Handle, b: Handle): void
  retainGrad(tensor: Handle): void
  retainsGrad(tensor: Handle): boolean
  base(tensor: Handle): Tensor | null
  version(tensor: Handle): number
  outputNr(tensor: Handle): number
  runBackward(
    tensors: readonly unknown[],
    gradients: readonly unknown[],
    retain_graph: boolean,
    create_graph: boolean,
    inputs: readonly unknown[] | null,
    allow_unused: boolean,
    accumulate: boolean,
  ): (Tensor | null)[] | undefined
  /** The same on another thread. */
  runBackwardLater(
    ...args: Parameters<Native['runBackward']>
  ): Promise<(Tensor | null)[] | undefined>
  /** Waits until no other thread computes; those that wait for this one do not count. */
  settleEngines(): void
  isGradEnabled(): boolean
  setGradEnabled(enabled: boolean): void
  isInferenceModeEnabled(): boolean
  pushInferenceMode(enabled: boolean): void
  popInferenceMode(): void

  isAutocastEnabled(device_type: string): boolean
  setAutocastEnabled(device_type: string, enabled: boolean): void
  getAutocastDtype(device_type: string): dtype
  setAutocastDtype(device_type: string, dtype: dtype): void
  isAutocastAvailable(device_type: string): boolean
  isAutocastCacheEnabled(): boolean
  setAutocastCacheEnabled(enabled: boolean): void
  clearAutocastCache(): void
  autocastIncrementNesting(): number
  autocastDecrementNesting(): number
  enterDualLevel(): number
  exitDualLevel(level: number): void
  isFwdGradEnabled(): boolean
  setFwdGradEnabled(enabled: boolean): void
  loadJvpDecompositions(): void
  isMultithreadingEnabled(): boolean
  setMultithreadingEnabled(enabled: boolean): void
  isViewReplayEnabled(): boolean
  setViewReplayEnabled(enabled: boolean): void
  isGradLayoutEnforcementEnabled(): boolean
  setGradLayoutEnforcementEnabled(enabled: boolean): void
  vmapModeIncrementNesting(): number
  vmapModeDecrementNesting(): number
  incrementVersion(tensor: Handle): void
  gradDtype(tensor: Handle): number | null
  setGradDtype(tensor: Handle, dtype: unknown): void
  undefinedGrad(tensor: Handle): Tensor

  vmapIncrementNesting(batch_size: number, randomness: string): number
  vmapDecrementNesting(): number
  gradIncrementNesting(): number
  gradDecrementNesting(): number
  jvpIncrementNesting(): number
  jvpDecrementNesting(): number
  funcIncrementNesting(reapply_views: boolean): number
  funcDecrementNesting(): number
  areTransformsActive(): boolean
  wereTransformsUsed(): boolean
  peekInterpreterStack(): Interpreter
  lowerInterpreter<R>(body: () => R): R
  liftInterpreter(tensor: Tensor): Tensor
  setSingleLevelAutogradFunctionAllowed(allowed: boolean): boolean
  setTransformsExcluded(excluded: boolean): boolean
  getInplaceRequiresGradAllowed(): boolean
  setInplaceRequiresGradAllowed(allowed: boolean): void
  checkInplaceRequiresGrad(): void
  addBatchDim(tensor: Tensor, dim: number, level: number): Tensor
  removeBatchDim(tensor: Tensor, level: number, batch_size: number, dim: number): Tensor
  unwrapBatched(tensor: Tensor, level: number): [tensor: Tensor, bdim: number | null]
  wrapForGrad(tensor: Tensor, level: number): Tensor
  unwrapForGrad(tensor: Tensor, level: number): Tensor
  unwrapIfDead(tensor: Tensor): Tensor
  wrapFunctionalTensor(tensor: Tensor, level: number): Tensor
  syncFunctionalTensor(tensor: Tensor): void
  unwrapFunctionalTensor(tensor: Tensor, reapply_views: boolean): Tensor
  propagateFunctionalInputMutation(tensor: Tensor, wrapped: Tensor): void
  isBatchedTensor(tensor: Tensor): boolean
  isGradTrackingTensor(tensor: Tensor): boolean
  isFunctionalTensor(tensor: Tensor): boolean
  getUnwrapped(tensor: Tensor): Tensor
  maybeGetLevel(tensor: Handle): number
  maybeGetBdim(tensor: Tensor): number
  profilerPrepare(
    ...args: [...config: ProfilerConfig, filter: readonly (readonly [number, readonly string[]])[]]
  ): void
  profilerEnable(...args: ProfilerConfig): void
  /** Stops profiling; the number stands for what was recorded, as long as `object` lives. */
  profilerDisable(object: object): number
  /** The fields of each event, in the order of autograd/_profiler/kineto_event.ts. */
  profilerEvents(result: number): unknown[][]
  profilerCudaElapsed(result: number, event: number): number
  profilerTraceStart(result: number): number | bigint
  profilerSave(result: number, path: unknown): void
  profilerToggleCollection(enable: boolean, activities: readonly number[]): void
  profilerAddMetadata(key: unknown, value: unknown): void
  profilerStep(): void
  profilerIsStopped(): boolean
  profilerSupportedActivities(): number[]
  /** Opens a labelled range; 0 where nobody listens, and then there is nothing to close. */
  recordFunctionEnter(name: unknown, args: unknown): number
  recordFunctionExit(record: number): void
  /** Whether it is the observer of the process now. */
  executionTraceAdd(path: unknown): boolean
  executionTraceRemove(): void
  executionTraceEnable(enable: boolean): void
  demangle(name: string): string

  /** Opens a zip archive in a file or in memory; the number stands for it until it is closed. */
  zipOpen(source: string | Uint8Array): number
  zipClose(archive: number): void
  zipRecords(archive: number): string[]
  zipRecord(archive: number, name: string): Uint8Array<ArrayBuffer>
  /** Where the bytes of a record begin in the file. */
  zipRecordOffset(archive: number, name: string): number
  zipRecordSize(archive: number, name: string): number
  /** A flat uint8 tensor of a record of that many bytes. */
  zipStorage(archive: number, name: string, bytes: number): Tensor
  /** Writes an archive to a file, or gives it; a content that is a number is space left empty. */
  zipWrite(
    path: string | null,
    crc32: boolean,
    alignment: number,
    names: readonly string[],
    contents: readonly (Uint8Array | Tensor | number)[],
  ): Uint8Array<ArrayBuffer> | undefined

  initGenerator(object: object, device: unknown): object
  initDefaultGenerator(object: object, device: unknown): object
  /** Before other threads call {@link ownGenerator}. */
  prepareOwnGenerators(): void
  /** This thread has a default generator of its own from now on. */
  ownGenerator(): void
  ownsGenerator(): boolean
  generatorManualSeed(generator: object, seed: unknown): void
  generatorSeed(generator: object): number | bigint
  generatorInitialSeed(generator: object): number | bigint
  generatorGetState(generator: object): Tensor
  generatorSetState(generator: object, state: unknown): void
  generatorClone(object: object, generator: object): object
  generatorDevice(generator: object): string

  parseDevice(device: unknown, index: unknown): [number, number, string]
  setDefaultDevice(device: unknown): void
  cudaIsAvailable(): boolean
  cudaIsBuilt(): boolean
  cudaDeviceCount(): number
  cudaInit(): void
  cudaIsInitialized(): boolean
  cudaCurrentDevice(): number
  cudaSetDevice(device: number): void
  cudaDeviceProperties(device: number): [string, number, number, number, number]
  cudaSynchronize(device: number): void
  cudaEmptyCache(): void
  cudaMemoryStats(device: number): [number, number, number, number]
  cudaResetPeakMemoryStats(device: number): void

  libmAcos(x: number): number
  libmCos(x: number): number
  libmExp(x: number): number
  libmLog(x: number): number
  libmPow(base: number, exponent: number): number
  libmSin(x: number): number

  libtorchVersion(): string
  showConfig(): string
  parallelInfo(): string
  cpuCapability(): string
  getNumThreads(): number
  setNumThreads(count: unknown): void
  /** This thread computes with no others from now on. */
  computeAlone(): void
  getNumInteropThreads(): number
  setNumInteropThreads(count: unknown): void
  getDefaultDtype(): dtype
  setDefaultDtype(dtype: unknown): void
  getDeterministic(): number
  setDeterministic(mode: boolean, warn_only: boolean): void
  getWarnAlways(): boolean
  setWarnAlways(always: boolean): void
  setFlushDenormal(mode: boolean): boolean
  getMatmulPrecision(): string
  setMatmulPrecision(precision: unknown): void
  hasFeature(name: string): boolean
  getSwitch(name: string): boolean
  setSwitch(name: string, on: boolean): void
  getSdpPriority(): number[]
  setSdpPriority(...order: number[]): void
}

function load(): Native {
  const path = '../build/Release/torch_node.node'
  try {
    return createRequire(import.meta.url)(path) as Native
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'MODULE_NOT_FOUND') throw error
    throw new Error(
      'the native addon of torch-node is not built: run `npm run build` in its folder, or `npm run doctor` to see what is missing',
      { cause: error },
    )
  }
}

/** The addon. */
export const native: Native = load()

const { scratch, shared } = native

function handedOver(count: number): number[] {
  const list: number[] = []
  for (let i = 0; i < count; i++) list.push(native.numbers[i] as number)
  return list
}

// Integers of 32 bits: nearly all sizes are, and the lists are what V8 has fastest.
function fewHandedOver(count: number): number[] {
  if (count === 2) return [scratch[1] as number, scratch[2] as number]
  const list: number[] = []
  for (let i = 1; i <= count; i++) list.push(scratch[i] as number)
  return list
}

/** The sizes of a tensor. */
export function sizes(tensor: Handle): number[] {
  const count = native.sizes(tensor)
  return count >= 0 ? fewHandedOver(count) : handedOver(~count)
}

/** The strides of a tensor. */
export function strides(tensor: Handle): number[] {
  const count = native.strides(tensor)
  return count >= 0 ? fewHandedOver(count) : handedOver(~count)
}

const elements = new Float64Array(scratch.buffer)

/** The elements as nested lists. */
export function tolist(tensor: Handle): Nested<Scalar> {
  const dim = native.fewNumbers(tensor)
  if (dim < 0) return native.tolist(tensor)
  return nest(elements, handedOver(dim)) as Nested<Scalar>
}

/**
 * Makes the bare objects that become tensors: no constructor of a class of users runs. tensor.ts puts Tensor's prototype
 * behind its own. A field, not an assignment: that would ask the proxy at the end of the chain.
 */
export class Wrapper {
  _h: Handle = 0
  // Keeps the list alive. Private, so that nobody compares or prints tensors by it.
  // biome-ignore lint/correctness/noUnusedPrivateClassMembers: the collector reads it.
  #batch: Wrapper[] | undefined

  /** Gives a bare wrapper the tensor whose handle the addon left in the scratch array. */
  static bind(out: Wrapper, handle: Handle): void {
    if (handle < 0) {
      out._h = -handle
      return
    }
    out._h = handle
    const { batch } = shared
    batch[handle & 63] = out
    out.#batch = batch
  }
}

/** Makes the objects that stand for nodes of the graph; autograd/_node.ts gives it its prototype. */
// biome-ignore lint/complexity/useArrowFunction: an arrow function makes no objects, and a class has a fixed prototype.
export const NodeWrapper = function () {} as unknown as { new (): object; prototype: object }

// V8's collector, without a flag on the command line. A minor collection takes well under a millisecond.
function collector(): (options?: { type: 'minor' }) => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as (options?: { type: 'minor' }) => void
}

const gc = collector()

/**
 * What makes the list of an operator's results, with names where the operator gives them: tensors with the handles that
 * the addon left in the scratch array.
 */
function listMaker(name?: string, fields: readonly string[] = []): (count: number) => unknown[] {
  const withNames = name === undefined ? null : namedTuples(name, fields)
  return (count) => {
    const list: Wrapper[] = []
    for (let i = 1; i <= count; i++) {
      const wrapper = new Wrapper()
      Wrapper.bind(wrapper, scratch[i] as Handle)
      list.push(wrapper)
    }
    return withNames === null ? list : withNames(list)
  }
}

const categories = {
  UserWarning: warnings.UserWarning,
  DeprecationWarning: warnings.DeprecationWarning,
} as const

native.init({
  Wrapper,
  Node: NodeWrapper,
  errors,
  dtypes,
  qschemes,
  nest,
  typeName,
  listMaker,
  complex: (re: number, im: number): Complex => ({ re, im }),
  warn(message: string, category: keyof typeof categories) {
    warnings.warn(message, categories[category])
  },
  weakMap: (keys: object[], values: object[]) =>
    new WeakMap(keys.map((key, i) => [key, values[i] as object])),
  collect(full: boolean) {
    if (full) gc()
    else gc({ type: 'minor' })
  },
})

/** The native operators by namespace and Python name; _call.ts makes functions and methods of them. */
export function defineOperators(namespace: Namespace): [name: string, operator: NativeOperator][] {
  const isMethod = namespace === 'Tensor'
  return Object.entries(operatorTable[namespace]).map(([name, rows]) => [
    name,
    native.defineOperator(name, isMethod, rows),
  ])
}
