// Checked by tsc alone: what torch.testing takes.

import { expectTypeOf } from 'expect-type'
import * as torch from '../../lib/dtype.js'
import { assert_allclose, assert_close, make_tensor } from '../../lib/testing/index.js'
import type { Tensor } from '../../lib/types.js'

declare const x: Tensor

const device = 'cpu'
expectTypeOf(make_tensor(2, 3, { dtype: torch.float32, device })).toEqualTypeOf<Tensor>()
expectTypeOf(make_tensor([2, 3], { dtype: torch.int64, device, low: -3n })).toEqualTypeOf<Tensor>()
// @ts-expect-error the dtype must be given
make_tensor(2, { device })
// @ts-expect-error an unknown keyword
make_tensor(2, { dtype: torch.int64, device, lowest: 3 })

expectTypeOf(assert_close(x, x)).toEqualTypeOf<void>()
assert_close([x, { a: 1 }], [x, { a: 1 }], { rtol: 0, atol: 0, msg: (text) => text.trim() })
// @ts-expect-error options are keywords
assert_close(x, x, 0.1)
assert_allclose([1.5], x, 0.1, 0.1, true, 'differ')
assert_allclose(x, 2, { rtol: 0.1, atol: 0.1 })
