// What a comparison found, before it becomes the error that a user sees; of torch/testing/_comparison.py.

import { pyRepr } from '../_repr.js'

/** Where in nested values an item is: indices and keys. */
export type Id = readonly unknown[]

/** The text of a place, `[0]['weight']`. */
export function idText(id: Id): string {
  return id.map((item) => `[${pyRepr(item)}]`).join('')
}

type Message = string | ((generated: string) => string) | null

/** Class and text of an error, and the item that it is about. */
export class ErrorMeta {
  readonly #type: new (
    message: string,
  ) => Error
  readonly #msg: string
  readonly #id: Id

  constructor(type: new (message: string) => Error, msg: string, id: Id) {
    this.#type = type
    this.#msg = msg
    this.#id = id
  }

  /** The error, with the user's own message where there is one. */
  to_error(msg: Message = null): Error {
    if (typeof msg === 'string') return new this.#type(msg)
    const place = this.#id.length > 0 ? `\n\nThe failure occurred for item ${idText(this.#id)}` : ''
    const generated = this.#msg + place
    return new this.#type(msg === null ? generated : msg(generated))
  }
}
