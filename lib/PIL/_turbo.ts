// libjpeg-turbo as WebAssembly: the pixels of Pillow's libjpeg-turbo, synchronously. (sharp has them too, asynchronously and
// twice as slow; @napi-rs/canvas takes three times as long; @napi-rs/image and jpeg-js round otherwise, and so does
// @julusian/jpeg-turbo, which takes a third of the time but asks for libjpeg's coarser transform.)

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { compile, startCompiled } from './_wasm.js'

interface Decoder {
  getEncodedBuffer(length: number): Uint8Array
  decode(): void
  getDecodedBuffer(): Uint8Array
}

interface Turbo {
  instantiateWasm(imports: object, done: (instance: object, module: object) => void): object
  JPEGDecoder?: new () => Decoder
}

let compiled: object | undefined
let decoder: Decoder | null = null

// Emscripten's loader waits for the network unless it is handed an instance, and is ready at once then.
function start(): Decoder {
  const require = createRequire(import.meta.url)
  const name = '@cornerstonejs/codec-libjpeg-turbo-8bit'
  compiled ??= compile(readFileSync(require.resolve(`${name}/decodewasm`)))
  const program = compiled
  const turbo: Turbo = {
    instantiateWasm(imports, done) {
      const instance = startCompiled(program, imports)
      done(instance, program)
      return instance.exports
    },
  }
  ;(require(`${name}/decodewasmjs`) as (module: Turbo) => unknown)(turbo)
  if (turbo.JPEGDecoder === undefined) throw new Error(`${name} did not start`)
  return new turbo.JPEGDecoder()
}

/**
 * The pixels of a JPEG file, one or three bytes each; null where libjpeg-turbo has anything to say against the file,
 * were it a warning.
 */
export function turboDecode(bytes: Uint8Array): Uint8Array | null {
  decoder ??= start()
  try {
    decoder.getEncodedBuffer(bytes.length).set(bytes)
    decoder.decode()
    return decoder.getDecodedBuffer().slice()
  } catch {
    // What a C++ exception leaves behind stays in that instance; another costs a millisecond.
    decoder = null
    return null
  }
}
