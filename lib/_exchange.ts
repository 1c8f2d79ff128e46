// Tensors on their way between threads, and what a thread has to itself. Note [Exchanges] in binding/exchange.h.

import { type Handle, native } from './native.js'
import type { Tensor } from './types.js'

/** A place where tensors wait for another thread to take them. */
export type Exchange = number

/** A new one, of this thread. */
export function openExchange(): Exchange {
  // Threads that share it may want generators of their own.
  native.prepareOwnGenerators()
  return native.exchangeOpen()
}

/** Lets go of all that waits; a closed one takes no more. */
export const closeExchange = (exchange: Exchange): void => native.exchangeClose(exchange)

/** The number for which another thread takes a tensor; a RuntimeError for one with a graph. */
export const give = (exchange: Exchange, tensor: Tensor): number =>
  native.exchangeGive(exchange, (tensor as Tensor & { _h: Handle })._h)

/** The tensor, once; null where it was taken, or let go. */
export const take = (exchange: Exchange, token: number): Tensor | null =>
  native.exchangeTake(exchange, token)

/** This thread is a member under that number. */
export const join = (exchange: Exchange, member: number): void =>
  native.exchangeJoin(exchange, member)

/** The members whose threads are no more. */
export const endedMembers = (exchange: Exchange): number[] => native.exchangeEnded(exchange)

/** Makes this thread one that computes alone and has a default generator of its own: before torch is loaded in it. */
export function isolateThread(): void {
  native.ownGenerator()
  native.computeAlone()
}
