// Checked by tsc alone: the calls that `def` lines give, and functions whose result depends on a flag.

import { expectTypeOf } from 'expect-type'
import * as torch from '../../lib/functional.js'
import * as F from '../../lib/nn/functional.js'
import * as init from '../../lib/nn/init.js'
import type { Tensor } from '../../lib/types.js'

declare const x: Tensor
declare const y: Tensor
declare const flag: boolean

// Positions up to any point, keywords from there on.
expectTypeOf(F.dropout(x)).toEqualTypeOf<Tensor>()
expectTypeOf(F.dropout(x, 0.5, true, false)).toEqualTypeOf<Tensor>()
expectTypeOf(F.dropout(x, 0.5, { training: true })).toEqualTypeOf<Tensor>()
expectTypeOf(F.dropout({ input: x, p: 0.5 })).toEqualTypeOf<Tensor>()
expectTypeOf(F.dropout(x, { p: undefined })).toEqualTypeOf<Tensor>()
expectTypeOf(F.cross_entropy(x, y, null, { reduction: 'sum' })).toEqualTypeOf<Tensor>()
expectTypeOf(F.lp_pool2d(x, 2, { kernel_size: [2, 3] })).toEqualTypeOf<Tensor>()
// @ts-expect-error what is required may not be missing
F.dropout()
// @ts-expect-error nor be left out of the keywords
F.lp_pool2d(x, { norm_type: 2 })
// @ts-expect-error an unknown keyword
F.dropout(x, { q: 1 })
// @ts-expect-error given twice
F.dropout(x, 0.5, { p: 0.5 })
// @ts-expect-error of the wrong type
F.dropout(x, '0.5')
// @ts-expect-error one of three words
F.mse_loss(x, y, { reduction: 'average' })

// Keyword-only parameters are not taken by position.
expectTypeOf(
  F.triplet_margin_with_distance_loss(x, y, x, {
    margin: 2,
    distance_function: (a, b) => a.sub(b),
  }),
).toEqualTypeOf<Tensor>()
// @ts-expect-error by position
F.triplet_margin_with_distance_loss(x, y, x, null)

// The names of the parameters are kept, for editors.
expectTypeOf(F.relu)
  .parameter(0)
  .toEqualTypeOf<Tensor | { input: Tensor; inplace?: boolean | undefined }>()

// Flags that say what comes back.
expectTypeOf(F.max_pool2d(x, 2)).toEqualTypeOf<Tensor>()
expectTypeOf(F.max_pool2d(x, 2, { return_indices: true })).toEqualTypeOf<[Tensor, Tensor]>()
expectTypeOf(F.max_pool2d(x, 2, 2, 0, 1, false, true)).toEqualTypeOf<[Tensor, Tensor]>()
expectTypeOf(F.max_pool2d(x, 2, { return_indices: flag })).toEqualTypeOf<
  Tensor | [Tensor, Tensor]
>()
expectTypeOf(torch.lu(x)).toEqualTypeOf<[Tensor, Tensor]>()
expectTypeOf(torch.lu(x, { get_infos: true })).toEqualTypeOf<[Tensor, Tensor, Tensor]>()
expectTypeOf(torch.unique(x)).toEqualTypeOf<Tensor>()
expectTypeOf(torch.unique(x, { return_counts: true })).toEqualTypeOf<[Tensor, Tensor]>()
expectTypeOf(torch.unique(x, true, true, true)).toEqualTypeOf<[Tensor, Tensor, Tensor]>()
expectTypeOf(x.unique({ return_inverse: true })).toEqualTypeOf<[Tensor, Tensor]>()

// Lists of tensors, spread or not.
expectTypeOf(torch.einsum('ij,jk->ik', x, y)).toEqualTypeOf<Tensor>()
expectTypeOf(torch.einsum(x, [0, 1], y, [1, '...'], [0])).toEqualTypeOf<Tensor>()
expectTypeOf(torch.meshgrid(x, y, { indexing: 'ij' })).toEqualTypeOf<Tensor[]>()
expectTypeOf(torch.atleast_1d(x)).toEqualTypeOf<Tensor>()
expectTypeOf(torch.atleast_1d(x, y)).toEqualTypeOf<Tensor[]>()
expectTypeOf(x.split([1, 2], { dim: 1 })).toEqualTypeOf<Tensor[]>()

expectTypeOf(init.kaiming_uniform_(x, { nonlinearity: 'relu' })).toEqualTypeOf<Tensor>()
// @ts-expect-error an initialiser that nobody knows
init.calculate_gain('softplus')
