// The types that the functions of torch.autograd.functional share.

import type { Tensor } from '../../types.js'

/** One tensor, or a list of them. */
export type Tensors = Tensor | readonly Tensor[]

/** What a function is called on: a tensor, or a list for several parameters. */
export type Inputs = Tensor | readonly Tensor[] | []

/** As many tensors as a value has, in the same form. */
export type Like<T> = T extends Tensor ? Tensor : { -readonly [K in keyof T]: Tensor }

/** The function to differentiate: of tensors, giving a tensor or a list of them. */
export type Func<O> = (...inputs: Tensor[]) => O

/** By the form of inputs and outputs: `[i][j]` is output `i` by input `j`, one tensor leaving out its index. */
export type Jacobian<I, O> = O extends Tensor ? Like<I> : { -readonly [K in keyof O]: Like<I> }

/** By the form of the inputs: `[i][j]` is by input `i`, then by input `j`. */
export type Hessian<I> = I extends Tensor ? Tensor : { -readonly [K in keyof I]: Like<I> }
