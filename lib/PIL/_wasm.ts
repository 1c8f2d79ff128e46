// TypeScript knows WebAssembly as a part of browsers only.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports?: object) => { readonly exports: object }
}

/** Compiles a program, at once. */
export const compile = (bytes: Uint8Array): object => new WebAssembly.Module(bytes)

/** Starts a compiled program. */
export const startCompiled = (module: object, imports: object): { readonly exports: object } =>
  new WebAssembly.Instance(module, imports)

/** Compiles and starts a program that needs nothing from outside; gives what it exports. */
export const instantiate = (bytes: Uint8Array): object =>
  new WebAssembly.Instance(compile(bytes)).exports
