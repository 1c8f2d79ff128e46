// Stands in until the codecs are there.
import type { Pixels } from './_modes.js'
export interface Decoded extends Pixels {
  format?: string
  info?: Record<string, unknown>
}
export function decode(_bytes: Uint8Array): Decoded {
  throw new Error('no codecs yet')
}
export function encode(_image: Pixels, _format: string, _options: object): Uint8Array {
  throw new Error('no codecs yet')
}
