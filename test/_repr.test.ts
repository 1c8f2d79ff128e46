import { runInNewContext } from 'node:vm'
import { pyRepr, pyStr } from 'torch-node/_repr'
import { tuple } from 'torch-node/_tuple'
import { Size } from 'torch-node/size'

describe('pyRepr', () => {
  class Prints {
    toString() {
      return 'Prints(1)'
    }
  }
  class Items extends Array {}
  class Empty {}

  test.each<[unknown, string]>([
    [null, 'None'],
    [undefined, 'None'],
    [true, 'True'],
    [false, 'False'],
    [0, '0'],
    [-0, '-0.0'],
    [-12, '-12'],
    [2 ** 53 - 1, '9007199254740991'],
    // An int beyond 2^53 would be a bigint: a number there was a float.
    [1e16, '1e+16'],
    [0.1, '0.1'],
    [1e-5, '1e-05'],
    [Number.NaN, 'nan'],
    [Number.NEGATIVE_INFINITY, '-inf'],
    [12345678901234567890n, '12345678901234567890'],
    [{ re: 1, im: -2.5 }, '(1-2.5j)'],
    [{ re: 0, im: 2 }, '2j'],
    [{ re: -0, im: 2 }, '(-0+2j)'],
    [{ re: Number.NaN, im: Number.POSITIVE_INFINITY }, '(nan+infj)'],
    ['text', "'text'"],
    ["it's", '"it\'s"'],
    ['both \' and "', "'both \\' and \"'"],
    ['tab\tline\nback\\slash', "'tab\\tline\\nback\\\\slash'"],
    ['\u0000\u007f\u00a0\u2028\u{e0001}', "'\\x00\\x7f\\xa0\\u2028\\U000e0001'"],
    ['é 漢 😀', "'é 漢 😀'"],
    [[], '[]'],
    [[1, [2.5, null], 'a'], "[1, [2.5, None], 'a']"],
    [tuple(), '()'],
    [tuple([1]), '(1,)'],
    [tuple([1, tuple([2, 3])]), '(1, (2, 3))'],
    [tuple([1, 2]).slice(1), '[2]'],
    [{}, '{}'],
    [{ a: 1, 'b c': [true] }, "{'a': 1, 'b c': [True]}"],
    [new Map<unknown, unknown>([[1, 'a']]), "{1: 'a'}"],
    [new Set([1, 2]), '{1, 2}'],
    [new Set(), 'set()'],
    [new Float32Array([1, 2.5]), '[1.0, 2.5]'],
    [new Int8Array([1, -2]), '[1, -2]'],
    [new BigInt64Array([3n]), '[3]'],
    [new Size([2, 3]), 'torch.Size([2, 3])'],
    [[new Size([2])], '[torch.Size([2])]'],
    [new Prints(), 'Prints(1)'],
    [Items.from([1, 2]), '[1, 2]'],
    [runInNewContext('[1, { a: [] }, new Map([[1, 2]])]'), "[1, {'a': []}, {1: 2}]"],
    [Empty, "<class 'Empty'>"],
    [function named() {}, '<function named>'],
    [Object.assign(() => 1, { toString: () => 'Linear()' }), 'Linear()'],
  ])('%p', (value, text) => {
    expect(pyRepr(value)).toBe(text)
  })

  test('a list inside itself', () => {
    const list: unknown[] = [1]
    list.push(list)
    const dict: Record<string, unknown> = { list }
    dict.dict = dict
    expect(pyRepr(list)).toBe('[1, [...]]')
    expect(pyRepr(dict)).toBe("{'list': [1, [...]], 'dict': {...}}")
    const shared = [1]
    expect(pyRepr([shared, shared])).toBe('[[1], [1]]')
  })
})

test('pyStr leaves the quotes off a string only', () => {
  expect(pyStr('a')).toBe('a')
  expect(pyStr(['a'])).toBe("['a']")
})
