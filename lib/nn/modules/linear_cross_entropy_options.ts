// Mirrors torch/nn/modules/linear_cross_entropy_options.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { pyRepr } from '../../_repr.js'
import { bfloat16, float16, float32, float64 } from '../../dtype.js'
import { ValueError } from '../../errors.js'
import type { dtype } from '../../types.js'

type AccPolicy = 'accurate' | 'balanced' | 'compact' | 'auto'
type ChunkingMethod = 'auto' | 'aspect_ratio' | `aspect_ratio:${number}`

const initOptions = initializer<
  [
    allow_retain_graph: boolean,
    batch_chunk_size: number | null,
    chunking_method: ChunkingMethod | null,
    acc_policy: AccPolicy,
    acc_dtype: dtype | null,
  ]
>()(
  "LinearCrossEntropyOptions.__init__(self, allow_retain_graph=False, batch_chunk_size=None, chunking_method='auto', acc_policy='auto', acc_dtype=None)",
)

const policies = ['auto', 'accurate', 'balanced', 'compact']
const accDtypes: readonly unknown[] = [float16, bfloat16, float32, float64]
const ceilDiv = (a: number, b: number): number => Math.ceil(a / b)

/** The sizes of one call. */
export interface Problem {
  num_batches: number
  in_features: number
  num_classes: number
}

function check(options: LinearCrossEntropyOptions): void {
  const { acc_policy, chunking_method, batch_chunk_size, acc_dtype } = options
  if (!policies.includes(acc_policy)) {
    throw new ValueError(`invalid acc_policy: ${pyRepr(acc_policy)}`)
  }
  const isMethod =
    chunking_method === null || /^(auto|aspect_ratio(:0*[1-9]\d*)?)$/.test(chunking_method)
  if (!isMethod) throw new ValueError(`invalid chunking_method: ${pyRepr(chunking_method)}`)
  const isSize = Number.isInteger(batch_chunk_size) && Number(batch_chunk_size) > 0
  if (batch_chunk_size !== null && !isSize) {
    throw new ValueError(
      `batch_chunk_size must be positive int or None, got ${pyRepr(batch_chunk_size)}`,
    )
  }
  if (acc_dtype !== null && !accDtypes.includes(acc_dtype)) {
    throw new ValueError(
      'acc_dtype must be one of {None, torch.float16, torch.bfloat16, torch.float32, torch.float64}, ' +
        `got ${pyRepr(acc_dtype)}. Pass acc_dtype=None to let the op pick automatically.`,
    )
  }
}

class LinearCrossEntropyOptions {
  declare readonly allow_retain_graph: boolean
  declare readonly batch_chunk_size: number | null
  declare readonly chunking_method: ChunkingMethod | null
  declare readonly acc_policy: AccPolicy
  declare readonly acc_dtype: dtype | null

  constructor(...args: ArgumentsOf<typeof initOptions>) {
    Object.assign(this, initOptions(args))
    check(this)
    Object.freeze(this)
  }

  _compute_batch_chunk_size(problem: Problem, method: string): number {
    const { num_batches, in_features, num_classes } = problem
    const factor = Number(method.split(':')[1] ?? 1)
    const target = ceilDiv(num_batches, ceilDiv(num_classes, in_features))
    const power = 2 ** Math.ceil(Math.log2(target))
    return Math.min(Math.floor(power / factor), num_batches)
  }

  /** The options with all that is `'auto'` or null settled for one problem. */
  _adjust(
    problem: Problem & { dtype: dtype; device: { readonly type: string } },
  ): LinearCrossEntropyOptions & { batch_chunk_size: number; acc_dtype: dtype } {
    const { allow_retain_graph, batch_chunk_size } = this
    const isHalf = problem.dtype === float16 || problem.dtype === bfloat16
    // Kernels that emulate half precision.
    const isSlowHalf = problem.device.type === 'cpu' && isHalf
    const acc_policy =
      this.acc_policy !== 'auto' ? this.acc_policy : isSlowHalf ? 'accurate' : 'compact'
    let { chunking_method } = this
    if (chunking_method === 'auto') {
      const picked = isSlowHalf ? 'aspect_ratio' : 'aspect_ratio:2'
      chunking_method = batch_chunk_size === null ? picked : null
    }
    let size = Math.min(batch_chunk_size ?? problem.num_batches, problem.num_batches)
    if (chunking_method !== null) {
      size = this._compute_batch_chunk_size(problem, chunking_method)
      if (batch_chunk_size !== null && batch_chunk_size !== size) {
        throw new ValueError(
          `batch_chunk_size (=${batch_chunk_size}) and chunking_method ('${chunking_method}') give different ` +
            `chunk sizes (${batch_chunk_size} vs ${size}); pass only one.`,
        )
      }
    }
    const auto = this.acc_policy === 'auto' && isHalf ? float32 : problem.dtype
    const acc_dtype = this.acc_dtype ?? auto
    return new LinearCrossEntropyOptions_(
      allow_retain_graph,
      Math.max(1, size),
      chunking_method,
      acc_policy,
      acc_dtype,
    ) as LinearCrossEntropyOptions & { batch_chunk_size: number; acc_dtype: dtype }
  }

  toString(): string {
    const { allow_retain_graph, batch_chunk_size, chunking_method, acc_policy, acc_dtype } = this
    const fields = { allow_retain_graph, batch_chunk_size, chunking_method, acc_policy, acc_dtype }
    const items = Object.entries(fields).map(([name, value]) => `${name}=${pyRepr(value)}`)
    return `LinearCrossEntropyOptions(${items.join(', ')})`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/**
 * How {@link LinearCrossEntropyLoss} may split its work into chunks to save memory: how many samples a chunk has, by
 * `batch_chunk_size` or a `chunking_method`, and in which precision is added up, `acc_policy` and `acc_dtype`. A loss
 * with `allow_retain_graph` may be differentiated more than once, for memory of the size of its gradients.
 *
 * @example
 * const options = nn.LinearCrossEntropyOptions({ batch_chunk_size: 4 })
 * const criterion = nn.LinearCrossEntropyLoss(64, 1000, { options })
 * criterion(torch.randn(8, 64), torch.randint(1000, [8])).size() // torch.Size([])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LinearCrossEntropyOptions.html
 */
const LinearCrossEntropyOptions_ = callable(LinearCrossEntropyOptions)
type LinearCrossEntropyOptions_ = LinearCrossEntropyOptions

export { LinearCrossEntropyOptions_ as LinearCrossEntropyOptions }
