import { at, evaluate } from './evaluate.js'

interface Source {
  base: string
  out?: string
  category?: string
  defaults?: Record<string, string>
  deprecated?: string
  method?: boolean
}

const helpers = `
  const { parseSchema } = await import(${at('schema.mjs')})
  const { declarations } = await import(${at('declare.mjs')})
  const read = (text) => (text === undefined ? undefined : parseSchema(text))
  const s = module.signature({ method: false, ...source, base: read(source.base),
    out: read(source.out), deprecated: read(source.deprecated) })`

const make = (source: Source, result: string): unknown =>
  evaluate(
    'signature.mjs',
    `await (async (source) => {${helpers}; return ${result} })(${JSON.stringify(source)})`,
  )
const text = (source: Source): unknown => make(source, 'module.signatureText(s)')
const declared = (source: Source, numbers = false): unknown =>
  make(source, `declarations([s], ${numbers})`)

const ADD = 'aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor'
const ADD_OUT =
  'aten::add.out(Tensor self, Tensor other, *, Scalar alpha=1, Tensor(a!) out) -> Tensor(a!)'
const ZEROS =
  'aten::zeros(SymInt[] size, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None) -> Tensor'
const OPTIONS =
  'ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=False, bool? requires_grad=False'

describe('signatureText', () => {
  test('a function calls self input and takes out', () => {
    expect(text({ base: ADD, out: ADD_OUT })).toBe(
      'add(Tensor input, Tensor other, *, Scalar alpha=1, Tensor out=None)',
    )
  })

  test('a method leaves self out', () => {
    expect(text({ base: ADD, method: true })).toBe('add(Tensor other, *, Scalar alpha=1)')
  })

  test('what makes a tensor takes the options of tensors, after out', () => {
    const out = 'aten::zeros.out(SymInt[] size, *, Tensor(a!) out) -> Tensor(a!)'
    expect(text({ base: ZEROS, out })).toBe(
      `zeros(SymIntArrayRef size, *, Tensor out=None, ${OPTIONS})`,
    )
  })

  test('an operator marked as no factory does not', () => {
    expect(text({ base: ZEROS, category: 'dummy' })).toBe('zeros(SymIntArrayRef size)')
  })

  test('several outs are one list', () => {
    const base = 'aten::max.dim(Tensor self, int dim) -> (Tensor values, Tensor indices)'
    const out =
      'aten::max.dim_max(Tensor self, int dim, *, Tensor(a!) max, Tensor(b!) max_values) -> (Tensor(a!) values, Tensor(b!) indices)'
    expect(text({ base, out })).toBe('max(Tensor input, int64_t dim, *, TensorList[2] out=None)')
  })

  test('a deprecated form', () => {
    expect(text({ base: ADD, deprecated: 'add(Tensor self, Scalar alpha, Tensor other)' })).toBe(
      'add(Tensor input, Scalar alpha, Tensor other)|deprecated',
    )
  })

  test('defaults', () => {
    const base =
      'aten::f(Tensor self, int[2] stride=[1, 1], int[] dims=[0, 1], int[1] dim=[], float eps=1.0000000000000001e-05, float p=1., Scalar a=1., int reduction=1, float q=0.5) -> Tensor'
    expect(text({ base, defaults: { q: '0.50' } })).toBe(
      'f(Tensor input, IntArrayRef[2] stride=1, IntArrayRef dims={0,1}, IntArrayRef[1] dim=None, double eps=1e-05, double p=1, Scalar a=1.0, int64_t reduction=at::Reduction::Mean, double q=0.50)',
    )
  })
})

describe('declarations', () => {
  test('one overload for each number of positional arguments', () => {
    const base =
      'aten::sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor'
    expect(declared({ base, method: true })).toEqual([
      '(dim: number | readonly number[] | null, keepdim: boolean, kw?: { dtype?: dtype | null | undefined }): Tensor',
      '(dim: number | readonly number[] | null, kw?: { keepdim?: boolean | undefined; dtype?: dtype | null | undefined }): Tensor',
      '(kw: { dim: number | readonly number[] | null; keepdim?: boolean | undefined; dtype?: dtype | null | undefined }): Tensor',
    ])
  })

  test('a lone list of ints may be spread', () => {
    expect(declared({ base: ZEROS })).toEqual([
      '(...size: number[]): Tensor',
      '(...args: [...size: number[], kw: TensorOptions]): Tensor',
      '(size: readonly number[], kw?: TensorOptions): Tensor',
      '(kw: { size: readonly number[] } & TensorOptions): Tensor',
    ])
  })

  test('numbers for tensors where the parser takes them', () => {
    expect(
      declared({ base: 'aten::mul.Tensor(Tensor self, Tensor other) -> Tensor' }, true),
    ).toContain('(input: Tensor | Scalar, other: Tensor | Scalar): Tensor')
  })

  test('results', () => {
    expect(
      declared({ base: 'aten::max.dim(Tensor self) -> (Tensor values, Tensor indices)' }),
    ).toContain('(input: Tensor): Named<[Tensor, Tensor], { values: Tensor; indices: Tensor }>')
    expect(declared({ base: 'aten::f(Tensor self) -> (Tensor, Tensor[])' })).toContain(
      '(input: Tensor): [Tensor, Tensor[]]',
    )
    expect(declared({ base: 'aten::relu_(Tensor(a!) self) -> Tensor(a!)', method: true })).toEqual([
      '(): this',
    ])
    expect(declared({ base: 'aten::_foreach_abs_(Tensor(a!)[] self) -> ()' })).toContain(
      '(self: readonly Tensor[]): Tensor[]',
    )
  })

  test('deprecated forms run, but are not declared', () => {
    expect(
      declared({ base: ADD, deprecated: 'add(Tensor self, Scalar alpha, Tensor other)' }),
    ).toEqual([])
  })
})
