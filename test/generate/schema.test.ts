import { evaluate } from './evaluate.js'

interface Argument {
  name: string
  type: { base: string; list: boolean; size?: number; optional: boolean; optionalItems: boolean }
  default?: string
  keyword: boolean
  written: boolean
}

function parse(text: string): { name: string; args: Argument[]; returns: Argument[] } {
  return evaluate('schema.mjs', `module.parseSchema(${JSON.stringify(text)})`) as never
}

describe('parseSchema', () => {
  test('arguments, keywords and defaults', () => {
    const { name, args } = parse(
      'aten::add.out(Tensor self, Tensor other, *, Scalar alpha=1, Tensor(a!) out) -> Tensor(a!)',
    )
    expect(name).toBe('add.out')
    expect(args.map((a) => [a.name, a.type.base, a.keyword, a.written, a.default])).toEqual([
      ['self', 'Tensor', false, false, undefined],
      ['other', 'Tensor', false, false, undefined],
      ['alpha', 'Scalar', true, false, '1'],
      ['out', 'Tensor', true, true, undefined],
    ])
  })

  test('kinds of lists and optionals', () => {
    const { args } = parse(
      'aten::f(int[2]? a, Tensor?[] b, Tensor(c!)[] c, SymInt[] d=[], float? e=None) -> ()',
    )
    const { list, size, optional } = args[0]?.type ?? {}
    expect({ list, size, optional }).toEqual({ list: true, size: 2, optional: true })
    expect(args[1]?.type).toMatchObject({ list: true, optional: false, optionalItems: true })
    expect(args[2]).toMatchObject({ written: true, type: { base: 'Tensor', list: true } })
    expect(args.map((a) => a.default)).toEqual([undefined, undefined, undefined, '[]', 'None'])
  })

  test('commas, brackets and quotes in defaults', () => {
    const { args } = parse(
      String.raw`aten::f(int[2] stride=[1, 2], str a="x, (\"", str b=")", bool c=True) -> Tensor`,
    )
    expect(args.map((a) => a.default)).toEqual(['[1, 2]', String.raw`"x, (\""`, '")"', 'True'])
  })

  test('results, alias marks included', () => {
    const named = parse(
      'aten::max.dim(Tensor self, int dim) -> (Tensor values, Tensor(b!) indices)',
    )
    expect(named.returns.map((r) => r.name)).toEqual(['values', 'indices'])
    const views = parse('aten::split.Tensor(Tensor(a -> *) self, SymInt split_size) -> Tensor(a)[]')
    expect(views.args.map((a) => a.name)).toEqual(['self', 'split_size'])
    expect(views.returns[0]?.type).toMatchObject({ base: 'Tensor', list: true })
    expect(parse('aten::f(Tensor self) -> ()').returns).toEqual([])
  })

  test('what it cannot read', () => {
    expect(() => parse('aten::f(Tensor self what) -> ()')).toThrow('cannot read the argument')
  })
})
