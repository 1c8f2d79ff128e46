import { operatorTable } from '../../lib/_generated/operators.js'

interface Row {
  signature: string
  operator: string
  out: string
  values: string[]
}

function rows(names: Readonly<Record<string, readonly string[]>>, name: string): Row[] {
  return (names[name] ?? []).map((row) => {
    const [signature = '', operator = '', out = '', values = ''] = row.split(';')
    return { signature, operator, out, values: values === '' ? [] : values.split(',') }
  })
}

const all = Object.values(operatorTable).flatMap((names) =>
  Object.keys(names).flatMap((name) => rows(names, name).map((row) => ({ name, ...row }))),
)

describe('the operator table', () => {
  test('binds what torchgen binds, and the handwritten rows', () => {
    expect(all.length).toBeGreaterThan(2220)
    const aliases = all.filter((row) => !row.signature.startsWith(`${row.name}(`))
    const names = new Set(aliases.map((row) => row.name))
    expect([...names]).toEqual(['dsmm', 'hsmm', 'saddmm', 'spmm'])
    expect(all.every((row) => /^aten::\w+(\.\w+)?$/.test(row.operator))).toBe(true)
    expect(all.every((row) => row.out === '' || row.signature.includes('=None'))).toBe(true)
  })

  test('deprecated forms say where their values go', () => {
    const deprecated = all.filter((row) => row.signature.endsWith('|deprecated'))
    expect(deprecated.length).toBeGreaterThan(30)
    expect(deprecated.every((row) => row.values.length > 0)).toBe(true)
    expect(rows(operatorTable.torch, 'addmm').map((row) => row.values)).toEqual([
      ['input', 'mat1', 'mat2', 'beta', 'alpha'],
      ['input', 'mat1', 'mat2', 'beta', '1'],
      [],
      [],
    ])
  })

  test('names are in order, once', () => {
    for (const names of Object.values(operatorTable)) {
      const found = Object.keys(names)
      expect(found).toEqual([...found].sort())
    }
  })

  test('overloads are in the order of the parser', () => {
    const operators = (name: string) => rows(operatorTable.torch, name).map((row) => row.operator)
    expect(operators('max')).toEqual(['aten::max', 'aten::max.other', 'aten::max.dim'])
    // A 0-d tensor would pass as a Scalar, so the Tensor form comes first.
    expect(operators('bitwise_and')).toEqual([
      'aten::bitwise_and.Tensor',
      'aten::bitwise_and.Scalar_Tensor',
      'aten::bitwise_and.Scalar',
    ])
  })

  test('methods take no self', () => {
    expect(rows(operatorTable.Tensor, 'add').at(-1)).toEqual({
      signature: 'add(Tensor other, *, Scalar alpha=1)',
      operator: 'aten::add.Tensor',
      out: '',
      values: [],
    })
  })
})
