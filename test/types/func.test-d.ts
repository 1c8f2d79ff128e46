import { expectTypeOf } from 'expect-type'
import torch, { nn, type Tensor } from 'torch-node'
import func from 'torch-node/func'

declare const x: Tensor
declare const params: Record<string, Tensor>

const scalar = (a: Tensor, b: Tensor) => a.mul(b).sum()
const withAux = (a: Tensor) => [a.sum(), { seen: a }] as const

// The function's own arguments, and gradients that are built as they are.
expectTypeOf(func.grad(scalar)).parameters.toEqualTypeOf<[a: Tensor, b: Tensor]>()
expectTypeOf(func.grad(scalar)(x, x)).toEqualTypeOf<Tensor>()
expectTypeOf(func.grad(scalar, 1)(x, x)).toEqualTypeOf<Tensor>()
expectTypeOf(func.grad(scalar, [0, 1])(x, x)).toEqualTypeOf<[Tensor, Tensor]>()
expectTypeOf(func.grad(scalar, { argnums: [1] })(x, x)).toEqualTypeOf<[Tensor]>()
const loss = (p: Record<string, Tensor>, x: Tensor) => (p.w as Tensor).mul(x).sum()
expectTypeOf(func.grad(loss)(params, x)).toEqualTypeOf<Record<string, Tensor>>()
expectTypeOf(func.grad(withAux, { has_aux: true })(x)).toEqualTypeOf<
  [gradient: Tensor, aux: { readonly seen: Tensor }]
>()
expectTypeOf(func.grad((a: Tensor) => [a.sum(), 3], 0, true)(x)).toEqualTypeOf<
  [gradient: Tensor, aux: number]
>()
expectTypeOf(func.grad_and_value(scalar)(x, x)).toEqualTypeOf<[gradient: Tensor, value: Tensor]>()
// @ts-expect-error: a list is no scalar
func.grad((a: Tensor) => [a])
// @ts-expect-error: one argument is missing
func.grad(scalar)(x)
// @ts-expect-error: no such keyword
func.grad(scalar, { argnum: 1 })

// vmap keeps the function's type.
expectTypeOf(torch.vmap(scalar)).toEqualTypeOf<(a: Tensor, b: Tensor) => Tensor>()
expectTypeOf(torch.vmap(scalar, [0, null], { chunk_size: 2 })(x, x)).toEqualTypeOf<Tensor>()
expectTypeOf(func.vmap(nn.Linear(2, 3))(x)).toEqualTypeOf<Tensor>()
expectTypeOf(func.vmap(func.grad(loss), [null, 0])(params, x)).toEqualTypeOf<
  Record<string, Tensor>
>()
// @ts-expect-error: no such mode
torch.vmap(scalar, { randomness: 'some' })

// Products.
const [output, product] = func.vjp(scalar, x, x)
expectTypeOf(output).toEqualTypeOf<Tensor>()
expectTypeOf(product(x)).toEqualTypeOf<[a: Tensor, b: Tensor]>()
expectTypeOf(func.vjp(withAux, x, { has_aux: true })[2]).toEqualTypeOf<{ readonly seen: Tensor }>()
expectTypeOf(func.jvp(scalar, [x, x], [x, x])).toEqualTypeOf<[output: Tensor, tangent: Tensor]>()
// @ts-expect-error: a tangent is missing
func.jvp(scalar, [x, x], [x])
expectTypeOf(func.linearize(scalar, x, x)[1]).toEqualTypeOf<(a: Tensor, b: Tensor) => Tensor>()

// Jacobians are built as outputs are, with inputs in their place.
const two = (a: Tensor) => ({ first: a, second: [a] as [Tensor] })
expectTypeOf(func.jacrev(two)(x)).toEqualTypeOf<{ first: Tensor; second: [Tensor] }>()
expectTypeOf(func.jacrev(scalar, [0, 1])(x, x)).toEqualTypeOf<[Tensor, Tensor]>()
expectTypeOf(func.jacfwd(scalar, { randomness: 'same' })(x, x)).toEqualTypeOf<Tensor>()
expectTypeOf(func.hessian(scalar, [0, 1])(x, x)).toEqualTypeOf<
  [[Tensor, Tensor], [Tensor, Tensor]]
>()

// Modules.
const net = nn.Linear(2, 3)
expectTypeOf(func.functional_call(net, params, [x])).toEqualTypeOf<Tensor>()
func.functional_call(net, [params, new Map([['bias', x]])], x, null, { strict: true })
expectTypeOf(func.stack_module_state([net])).toEqualTypeOf<
  [params: Record<string, Tensor>, buffers: Record<string, Tensor>]
>()
expectTypeOf(func.replace_all_batch_norm_modules_(net)).toEqualTypeOf<typeof net>()
func.functionalize(two, { remove: 'mutations_and_views' })
func.debug_unwrap(x, { recurse: false })
func.rearrange([x, x], 'n (a b) -> a b n', { a: 2 })
