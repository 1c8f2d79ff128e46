import { runInNewContext } from 'node:vm'
import { isKeywords, python } from 'torch-node/_kwargs'
import { pyRepr } from 'torch-node/_repr'

describe('python()', () => {
  const linear = python('linear(input, weight, bias=None)')

  test('binds by position, by keyword and by default', () => {
    const bound = { input: 1, weight: 2, bias: null }
    expect(linear([1, 2])).toEqual(bound)
    expect(linear([1, { weight: 2 }])).toEqual(bound)
    expect(linear([{ weight: 2, input: 1 }])).toEqual(bound)
    expect(linear([1, 2, 3])).toEqual({ ...bound, bias: 3 })
    expect(linear([1, 2, { bias: 0 }])).toEqual({ ...bound, bias: 0 })
  })

  test('undefined is "not given", null is None', () => {
    expect(linear([1, 2, undefined])).toEqual({ input: 1, weight: 2, bias: null })
    expect(linear([1, undefined, { weight: 2 }])).toEqual({ input: 1, weight: 2, bias: null })
    expect(linear([1, { weight: 2, bias: undefined, nothing: undefined }])).toEqual({
      input: 1,
      weight: 2,
      bias: null,
    })
    expect(linear([null, 2])).toEqual({ input: null, weight: 2, bias: null })
    expect(() => linear([undefined, 2])).toThrow(
      "linear() missing 1 required positional argument: 'input'",
    )
  })

  // All texts are CPython's, of functions with the same `def` line.
  test.each<[string, unknown[], string]>([
    ['f(a, b=1)', [], "f() missing 1 required positional argument: 'a'"],
    ['f(a, b)', [], "f() missing 2 required positional arguments: 'a' and 'b'"],
    ['f(a, b, c)', [{}], "f() missing 3 required positional arguments: 'a', 'b', and 'c'"],
    ['f(*, a)', [], "f() missing 1 required keyword-only argument: 'a'"],
    ['f(*, a, b)', [], "f() missing 2 required keyword-only arguments: 'a' and 'b'"],
    ['f(x, *, a)', [], "f() missing 1 required positional argument: 'x'"],
    ['f()', [1], 'f() takes 0 positional arguments but 1 was given'],
    ['f(a)', [1, 2], 'f() takes 1 positional argument but 2 were given'],
    ['f(a, b=1)', [1, 2, 3], 'f() takes from 1 to 2 positional arguments but 3 were given'],
    [
      'f(a, *, k=1)',
      [1, 2, { k: 3 }],
      'f() takes 1 positional argument but 2 positional arguments (and 1 keyword-only argument) were given',
    ],
    [
      'f(*, k=1, l=1)',
      [1, { k: 3, l: 3 }],
      'f() takes 0 positional arguments but 1 positional argument (and 2 keyword-only arguments) were given',
    ],
    ['f(a=1)', [1, 2], 'f() takes from 0 to 1 positional arguments but 2 were given'],
    ['f(a)', [1, { foo: 2 }], "f() got an unexpected keyword argument 'foo'"],
    ['f(a)', [{ foo: 2 }], "f() got an unexpected keyword argument 'foo'"],
    ['f(a, b)', [1, { a: 2 }], "f() got multiple values for argument 'a'"],
    [
      'f(a, b, /)',
      [{ a: 1, b: 2 }],
      "f() got some positional-only arguments passed as keyword arguments: 'a, b'",
    ],
    ['C.__init__(self, a, b=1)', [], "C.__init__() missing 1 required positional argument: 'a'"],
    [
      'C.__init__(self, a, b=1)',
      [1, 2, 3],
      'C.__init__() takes from 2 to 3 positional arguments but 4 were given',
    ],
    ['C.step(self)', [1], 'C.step() takes 1 positional argument but 2 were given'],
  ])('%s called with %j throws', (signature, args, message) => {
    const bind = python(signature)
    expect(() => bind(args)).toThrow(TypeError)
    expect(() => bind(args)).toThrow(expect.objectContaining({ message }))
  })

  test('collects *args and **kwargs', () => {
    const bind = python('f(a, *args, k=1, **kwargs)')
    expect(bind([1])).toEqual({ a: 1, args: [], k: 1, kwargs: {} })
    expect(bind([1, 2, 3, { k: 4, other: 5 }])).toEqual({
      a: 1,
      args: [2, 3],
      k: 4,
      kwargs: { other: 5 },
    })
    const { kwargs } = bind<{ kwargs: object }>([1, JSON.parse('{"__proto__": 1}')])
    expect(Object.keys(kwargs)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(kwargs)).toBe(Object.prototype)
  })

  test('reads every kind of default', () => {
    const bind = python(
      "f(a=None, b=True, c=False, d=1, e=-1.5e-3, f='x, y', g=(0.9, 0.999), h=[], i=inf, j=undefined, k=())",
    )
    expect(bind([])).toEqual({
      ...{ a: null, b: true, c: false, d: 1, e: -0.0015, f: 'x, y', g: [0.9, 0.999] },
      ...{ h: [], i: Number.POSITIVE_INFINITY, j: undefined, k: [] },
    })
    const { g, h } = bind<{ g: unknown; h: unknown[] }>([])
    expect(pyRepr(g)).toBe('(0.9, 0.999)')
    expect(() => h.push(1)).toThrow(TypeError)
  })

  test.each(['f', 'f(a', 'f(a=what)', 'f(a b)'])('refuses %s', (text) => {
    expect(() => python(text)).toThrow(SyntaxError)
  })
})

describe('a positional dict', () => {
  const load = python('load_state_dict(self, state_dict, strict=True)', { dicts: ['state_dict'] })
  const make = python('ModuleDict.__init__(self, modules=None)', { dicts: ['modules'] })

  test('is not mistaken for keywords', () => {
    expect(load([{ weight: 1 }])).toEqual({ state_dict: { weight: 1 }, strict: true })
    expect(load([{ strict: 1 }])).toEqual({ state_dict: { strict: 1 }, strict: true })
    expect(load([{}])).toEqual({ state_dict: {}, strict: true })
    expect(load([{ weight: 1 }, { strict: false }])).toEqual({
      state_dict: { weight: 1 },
      strict: false,
    })
    expect(make([{ conv: 1 }])).toEqual({ modules: { conv: 1 } })
  })

  test('may come by keyword', () => {
    expect(load([{ state_dict: { a: 1 }, strict: false }])).toEqual({
      state_dict: { a: 1 },
      strict: false,
    })
    expect(make([{ modules: { conv: 1 } }])).toEqual({ modules: { conv: 1 } })
  })
})

describe('isKeywords', () => {
  class Own {}
  test.each([
    [{}, true],
    [{ a: 1 }, true],
    [Object.create(null), true],
    [runInNewContext('({ a: 1 })'), true],
    [{ re: 1, im: 2 }, false],
    [{ re: 1, im: 2, dtype: 3 }, true],
    [[], false],
    [runInNewContext('[]'), false],
    [null, false],
    [undefined, false],
    [() => 1, false],
    [new Own(), false],
    [new Map(), false],
    [new Float32Array(1), false],
    ['text', false],
    [1, false],
  ])('%p: %p', (value, expected) => {
    expect(isKeywords(value)).toBe(expected)
  })
})
