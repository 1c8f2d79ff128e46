import { get_printoptions, printoptions, set_printoptions } from 'torch-node/_printoptions'

const standard = {
  precision: 4,
  threshold: 1000,
  edgeitems: 3,
  linewidth: 80,
  sci_mode: null,
}

afterEach(() => set_printoptions({ profile: 'default' }))

describe('torch.set_printoptions', () => {
  test('keeps what is not given', () => {
    set_printoptions({ precision: 2 })
    set_printoptions({ linewidth: 40 })
    expect(get_printoptions()).toEqual({ ...standard, precision: 2, linewidth: 40 })
  })

  test('takes positions too', () => {
    set_printoptions(2, 10)
    expect(get_printoptions()).toEqual({ ...standard, precision: 2, threshold: 10 })
  })

  test('sci_mode goes back to null', () => {
    set_printoptions({ sci_mode: true })
    expect(get_printoptions().sci_mode).toBe(true)
    set_printoptions({ precision: 4 })
    expect(get_printoptions()).toEqual(standard)
  })

  test.each([
    ['default', standard],
    ['short', { ...standard, precision: 2, edgeitems: 2 }],
    ['full', { ...standard, threshold: Number.POSITIVE_INFINITY }],
    ['unknown', standard],
  ])('profile %s', (profile, expected) => {
    set_printoptions({ profile })
    expect(get_printoptions()).toEqual(expected)
  })

  test('single options win over the profile', () => {
    set_printoptions({ profile: 'short', precision: 7 })
    expect(get_printoptions()).toEqual({ ...standard, precision: 7, edgeitems: 2 })
  })

  test('an unknown option', () => {
    // @ts-expect-error there is no such option
    expect(() => set_printoptions({ width: 3 })).toThrow(
      "set_printoptions() got an unexpected keyword argument 'width'",
    )
  })
})

describe('torch.printoptions', () => {
  test('lasts for a function', () => {
    const inside = printoptions({ precision: 2 }, () => get_printoptions().precision)
    expect(inside).toBe(2)
    expect(get_printoptions()).toEqual(standard)
  })

  test('lasts until disposed of, once', () => {
    const block = printoptions({ precision: 2 })
    expect(get_printoptions().precision).toBe(2)
    block[Symbol.dispose]()
    expect(get_printoptions().precision).toBe(4)
    set_printoptions({ precision: 6 })
    block[Symbol.dispose]()
    expect(get_printoptions().precision).toBe(6)
  })

  test('ends when the function throws', () => {
    expect(() =>
      printoptions({ precision: 2 }, () => {
        throw new RangeError('inside')
      }),
    ).toThrow('inside')
    expect(get_printoptions()).toEqual(standard)
  })

  test('refuses a function that returns a promise', () => {
    expect(() => printoptions({ precision: 2 }, async () => 1)).toThrow(TypeError)
    expect(get_printoptions()).toEqual(standard)
  })
})
