// Mirrors torch/_tensor.py and the attributes of torch/csrc/autograd/python_variable.cpp.

import { result } from './_call.js'
import { type Callable, callable } from './_callable.js'
import type { TensorMethods } from './_generated/tensor_methods.js'
import { isKeywords } from './_kwargs.js'
import { legacyTensor } from './_legacy.js'
import { type NumpyMethods, numpyMethods } from './_numpy.js'
import { operators } from './_operators.js'
import { operator } from './_ops.js'
import { type CopyMethods, copyMethods } from './_tensor_copy.js'
import { type TensorHooks, tensorHooks } from './_tensor_hooks.js'
import { tensorBrackets, tensorIndices } from './_tensor_index.js'
import { type ManualTensorMethods, manualTensorMethods } from './_tensor_manual.js'
import { backward, backwardAsync } from './autograd/_backward.js'
import type { Node } from './autograd/_node.js'
import { type device, deviceOf } from './device.js'
import { type dtype, dtypes } from './dtype.js'
import { RuntimeError } from './errors.js'
import { type layout, layouts } from './layout.js'
import { native, sizes, Wrapper } from './native.js'
import { type qscheme, qschemes } from './qscheme.js'
import { type Size, sizeOf } from './size.js'
import type { SliceBound } from './slice.js'
import { type StorageMethods, storageMethods } from './storage.js'
import { type PythonTensorMethods, pythonTensorMethods } from './tensor_methods.js'
import { _str } from './tensor_str.js'
import type { Scalar } from './types.js'
import { warn } from './warnings.js'

/** What `x.index([...])` takes; see {@link Tensor.index}. */
export type Index =
  | number
  | boolean
  | string
  | null
  | Tensor
  | { readonly start: SliceBound; readonly stop: SliceBound; readonly step: SliceBound }
  | Iterable<number | boolean | Iterable<number | boolean>>

const methods = operators.Tensor

// Operators that Python gives as attributes.
type Attribute = (self: TensorClass) => Tensor
const real = operator<Attribute>('real')
const imag = operator<Attribute>('imag')
const numpy_T = operator<Attribute>('numpy_T')
const matrix_H = operator<Attribute>('matrix_H')
const mT = operator<Attribute>('mT')
const mH = operator<Attribute>('mH')

// All of them are the class's own: generated operators and what Python writes by hand.
// biome-ignore lint/correctness/noUnusedVariables: it is merged with the class below.
interface TensorClass
  extends TensorMethods,
    ManualTensorMethods,
    PythonTensorMethods,
    NumpyMethods,
    StorageMethods,
    CopyMethods,
    TensorHooks {}

class TensorClass {
  /** The addon's name for it; see Note [Wrappers] in binding/tensor_table.h. */
  declare readonly _h: number;
  /** `x[0]`, `x[-1]`: see `1` of {@link Tensor.index}. */
  [index: number]: Tensor
  /** `x['1:3']`, `x[':, 0']`, `x['..., None']`: Python's brackets as text. */
  [slice: `${string}:${string}`]: Tensor
  [list: `${string},${string}`]: Tensor
  [rest: `...${string}`]: Tensor
  [none: `None${string}`]: Tensor

  /**
   * Python's old constructor: `torch.Tensor(2, 3)` is an uninitialised float tensor of that shape, `torch.Tensor([2, 3])`
   * one of those values. Use `torch.empty` and `torch.tensor`.
   */
  constructor(...args: number[])
  constructor(data: Iterable<unknown> | Tensor)
  constructor(...args: unknown[]) {
    // biome-ignore lint/correctness/noConstructorReturn: the wrapper of the new tensor is the instance.
    return legacyTensor(args, new.target.prototype) as unknown as TensorClass
  }

  /** The sizes of the dimensions, `torch.Size([2, 3])`. */
  get shape(): Size {
    return sizeOf(sizes(this._h))
  }

  /** The type of the elements. */
  get dtype(): dtype {
    return dtypes[native.dtypeCode(this._h)] as dtype
  }

  /** Where the memory lies. */
  get device(): device {
    const handle = this._h
    return deviceOf(native.deviceKey(handle), () => native.deviceText(handle))
  }

  /** How the elements are kept, such as `torch.strided`. */
  get layout(): layout {
    return layouts[native.layoutCode(this._h)] as layout
  }

  /** The number of dimensions. */
  get ndim(): number {
    return native.dim(this._h)
  }

  /** Bytes of one element. */
  get itemsize(): number {
    return this.dtype.itemsize
  }

  /** Bytes of all elements. */
  get nbytes(): number {
    return native.numel(this._h) * this.itemsize
  }

  /** Whether autograd records what is done with it. */
  get requires_grad(): boolean {
    return native.requiresGrad(this._h)
  }
  set requires_grad(value: boolean) {
    native.setRequiresGrad(this._h, value)
  }

  /** Whether backward stops here: made by the user, or without a graph. */
  get is_leaf(): boolean {
    return native.isLeaf(this._h)
  }

  /** What backward has added up for this leaf; null before. */
  get grad(): Tensor | null {
    if (!native.isLeaf(this._h) && !native.retainsGrad(this._h)) warnNonLeafGrad()
    return native.grad(this._h)
  }
  set grad(value: Tensor | null) {
    native.setGrad(this._h, value)
  }

  /**
   * The dtype that a leaf's `grad` must have, its own unless set; null for any.
   *
   * @throws RuntimeError for a tensor that is no leaf, and for a dtype other than that of a `grad` which is there.
   */
  get grad_dtype(): dtype | null {
    const code = native.gradDtype(this._h)
    return code === null ? null : (dtypes[code] as dtype)
  }
  set grad_dtype(value: dtype | null) {
    native.setGradDtype(this._h, value)
  }

  /** The node of the graph that made it; null for leaves. */
  get grad_fn(): Node | null {
    return native.gradFn(this._h) as Node | null
  }

  /** The same memory without its history; assigning puts other values behind this tensor. */
  get data(): Tensor {
    return native.variableData(this._h)
  }
  set data(value: Tensor) {
    native.setData(this._h, value)
  }

  /** Whether backward keeps its gradient though it is no leaf: {@link retain_grad} was called. */
  get retains_grad(): boolean {
    return native.retainsGrad(this._h)
  }

  /** Which of the results of its `grad_fn` it is. */
  get output_nr(): number {
    return native.outputNr(this._h)
  }

  /** How often it was changed in place. */
  get _version(): number {
    return native.version(this._h)
  }

  /** What it is a view of; null if it is none. */
  get _base(): Tensor | null {
    return native.base(this._h)
  }

  /** With its dimensions in reverse; for two dimensions, the transpose. */
  get T(): Tensor {
    return numpy_T(this)
  }

  /** The conjugate transpose of a matrix. */
  get H(): Tensor {
    return matrix_H(this)
  }

  /** With its last two dimensions swapped. */
  get mT(): Tensor {
    return mT(this)
  }

  /** With its last two dimensions swapped, and conjugated. */
  get mH(): Tensor {
    return mH(this)
  }

  /** The real parts, as a view; itself where the numbers are real. */
  get real(): Tensor {
    return real(this)
  }
  set real(value: Tensor | number) {
    real(this).copy_(value as Tensor)
  }

  /** The imaginary parts, as a view. */
  get imag(): Tensor {
    return imag(this)
  }
  set imag(value: Tensor | number) {
    imag(this).copy_(value as Tensor)
  }

  /** Whether it is on the CPU. */
  get is_cpu(): boolean {
    return this.device.type === 'cpu'
  }
  /** Whether it is on a GPU of CUDA's. */
  get is_cuda(): boolean {
    return this.device.type === 'cuda'
  }
  /** Whether it has no values, only sizes: device `meta`. */
  get is_meta(): boolean {
    return this.device.type === 'meta'
  }
  /** Whether it is on a GPU of Apple's. */
  get is_mps(): boolean {
    return this.device.type === 'mps'
  }
  /** Whether it is on a GPU of Intel's. */
  get is_xpu(): boolean {
    return this.device.type === 'xpu'
  }
  /** Whether its layout is `torch.sparse_coo`. */
  get is_sparse(): boolean {
    return native.layoutCode(this._h) === 1
  }
  /** Whether its layout is `torch.sparse_csr`. */
  get is_sparse_csr(): boolean {
    return native.layoutCode(this._h) === 2
  }
  /** Whether oneDNN keeps its elements, in an order of its own. */
  get is_mkldnn(): boolean {
    return native.layoutCode(this._h) === 3
  }
  /** Whether its integers stand for numbers by a {@link torch.qscheme}. */
  get is_quantized(): boolean {
    return native.isQuantized(this._h)
  }
  /** Whether it is a list of tensors of several sizes. */
  get is_nested(): boolean {
    return native.isNested(this._h)
  }

  /** How its integers stand for numbers, such as `torch.per_tensor_affine`. */
  qscheme(): qscheme {
    return qschemes[native.qschemeCode(this._h)] as qscheme
  }

  /**
   * Computes the gradients of the leaves that this tensor was made from and adds them to their `grad`.
   *
   * @param gradient - what to start from; may be left out for one element.
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.backward.html
   */
  backward(gradient?: Tensor | null, kw?: BackwardKeywords): void
  backward(
    gradient: Tensor | null,
    retain_graph: boolean | null,
    create_graph?: boolean,
    inputs?: Tensor | readonly Tensor[] | null,
  ): void
  backward(kw: BackwardKeywords & { gradient?: Tensor | null | undefined }): void
  backward(...args: unknown[]): void {
    backward(this as unknown as Tensor, backwardKeywords(args))
  }

  /** {@link backward} on another thread: the event loop goes on until the promise is settled. */
  backwardAsync(gradient?: Tensor | null, kw?: BackwardKeywords): Promise<void>
  backwardAsync(kw: BackwardKeywords & { gradient?: Tensor | null | undefined }): Promise<void>
  backwardAsync(...args: unknown[]): Promise<void> {
    return backwardAsync(this as unknown as Tensor, backwardKeywords(args))
  }

  /**
   * Python's `x[...]`: `x.index([0, ':', null])`. Takes integers, `Slice(start, stop, step)`, text in Python's slice
   * grammar, null (a new dimension), `'...'`, booleans, lists of integers or booleans, and tensors. Basic indices give
   * views, others copies.
   */
  index(indices: readonly Index[] | Index): Tensor {
    const out = new Wrapper()
    return result(out, native.getItem(out, this._h, tensorIndices(indices)))
  }

  /** Python's `x[...] = value`: `x.index_put_([':', 1], 0)`. Indices as for {@link index}; returns itself. */
  index_put_(
    indices: readonly Index[] | Index,
    values: Tensor | Scalar,
    accumulate: true | { accumulate: true },
  ): this
  index_put_(
    indices: readonly Index[] | Index,
    values: Tensor | Scalar,
    accumulate?: boolean | { accumulate?: boolean },
  ): this
  index_put_(...args: unknown[]): this {
    const [indices, values, accumulate] = args
    const adds =
      accumulate === true ||
      (isKeywords(accumulate) && (accumulate as { accumulate?: unknown }).accumulate === true)
    if (adds || isKeywords(indices) || isKeywords(values)) {
      return (methods.index_put_ as (...args: unknown[]) => this).apply(this, args)
    }
    native.setItem(this._h, tensorIndices(indices), values)
    return this
  }

  /** Releases the memory at once; the tensor must not be used afterwards. Nobody has to call this. */
  dispose(): void {
    native.dispose(this._h)
  }

  [Symbol.dispose](): void {
    native.dispose(this._h)
  }

  /** Over the first dimension. */
  [Symbol.iterator](): IterableIterator<Tensor> {
    if (native.dim(this._h) === 0) throw new TypeError('iteration over a 0-d tensor')
    return (this.unbind(0) as Tensor[])[Symbol.iterator]()
  }

  /** Python's `len(x)`: the size of the first dimension. */
  __len__(): number {
    if (native.dim(this._h) === 0) throw new TypeError('len() of a 0-d tensor')
    return sizes(this._h)[0] as number
  }

  __getitem__(index: Index | readonly Index[]): Tensor {
    return this.index(index)
  }

  __setitem__(index: Index | readonly Index[], value: Tensor | Scalar): void {
    native.setItem(this._h, tensorIndices(index), value)
  }

  toString(): string {
    return _str(this as unknown as Tensor)
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }

  /** In a comparison a tensor of one element is that element; `a + b` is an error rather than joined text. */
  [Symbol.toPrimitive](hint: string): string | number | bigint | boolean {
    if (hint === 'string') return this.toString()
    if (hint === 'default') {
      throw new TypeError(
        'JavaScript has no operators for tensors: write a.add(b) for a + b and a.eq(b) for a == b',
      )
    }
    if (native.numel(this._h) !== 1) {
      throw new RuntimeError(
        native.numel(this._h) === 0
          ? 'Boolean value of Tensor with no values is ambiguous'
          : 'Boolean value of Tensor with more than one value is ambiguous',
      )
    }
    return native.item(this._h) as number
  }

  /** What JSON.stringify shows: nested lists of numbers. */
  toJSON(): unknown {
    return native.tolist(this._h)
  }
}

/** The keywords of {@link Tensor.backward}. */
export interface BackwardKeywords {
  /** Keeps what was saved for backward, so that it can run again; `create_graph` unless given. */
  retain_graph?: boolean | null | undefined
  /** Records the computation of the gradients too, for higher derivatives. */
  create_graph?: boolean | undefined
  /** Only these get gradients. */
  inputs?: Tensor | readonly Tensor[] | null | undefined
}

// Of the method, whose first argument is called `gradient`, for the function, where it is `grad_tensors`.
function backwardKeywords(args: readonly unknown[]): BackwardKeywords {
  const last = args.at(-1)
  const keywords = isKeywords(last) ? (last as Record<string, unknown>) : {}
  const [gradient, retain_graph, create_graph, inputs] = isKeywords(last) ? args.slice(0, -1) : args
  const { gradient: grad_tensors = gradient, ...rest } = keywords
  return { grad_tensors, retain_graph, create_graph, inputs, ...rest } as BackwardKeywords
}

let warned = false

function warnNonLeafGrad(): void {
  if (warned) return
  warned = true
  warn(
    "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad attribute won't be populated during autograd.backward(). If you indeed want the .grad field to be populated for a non-leaf Tensor, use .retain_grad() on the non-leaf Tensor. If you access the non-leaf Tensor by mistake, make sure you access the leaf Tensor instead. See github.com/pytorch/pytorch/pull/30531 for more information.",
  )
}

function define(target: object, members: object): void {
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(target, name, { value, writable: true, configurable: true })
  }
}

// Error texts and subclasses show the class by its public name.
Object.defineProperty(TensorClass, 'name', { value: 'Tensor' })
const prototype = TensorClass.prototype
const own = Object.getOwnPropertyDescriptors(prototype)
define(prototype, methods)
define(prototype, pythonTensorMethods)
define(prototype, manualTensorMethods)
define(prototype, numpyMethods)
define(prototype, storageMethods)
define(prototype, copyMethods)
define(prototype, tensorHooks)
Object.defineProperties(prototype, own)
Object.setPrototypeOf(prototype, tensorBrackets)

/**
 * A multi-dimensional array of numbers of one dtype on one device, with gradients if wanted. `torch.tensor`,
 * `torch.zeros` and their like make one; the constructor itself is Python's old one, for sizes or float values.
 *
 * @example
 * const x = torch.tensor([[1, 2], [3, 4]], { dtype: torch.float, requires_grad: true })
 * x.shape // torch.Size([2, 2])
 * x.square().sum().backward()
 * x.grad?.index([0]) // tensor([2., 4.])
 *
 * @see https://docs.pytorch.org/docs/2.13/tensors.html
 */
export const Tensor: Callable<typeof TensorClass> = callable(TensorClass)
// An interface, not an alias: declarations can name it, where they would write out all of TensorClass (tsc took minutes).
export interface Tensor extends TensorClass {}

Object.setPrototypeOf(Wrapper.prototype, prototype)
Object.defineProperty(Wrapper.prototype, 'constructor', { value: Tensor, configurable: true })
