import { acos, cos, exp, log, pow, sin } from '../lib/_libm.js'

const thrown = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    const { name, message } = error as Error
    return `${name}: ${message}`
  }
  return 'nothing'
}

// What Python gives where V8's own functions are a bit off: of 100,000 arguments each, in 3 to 10 of a hundred.
describe('the C library', () => {
  it.each([
    [cos, 5.183523882832374, 0.45389783653486565],
    [cos, 4.030921739516397, -0.629933233248782],
    [sin, 3.9707653273847106, -0.7373727762267451],
    [sin, 3.9207065817489894, -0.7026492227350453],
    [acos, 0.3905307536286418, 1.1695882680913503],
    [acos, 0.261706569799725, 1.306006350781909],
    [exp, 5.932036158560629, 376.9212043450279],
    [exp, 3.0293694753353737, 20.68418658709771],
    [log, 3.146437453521167, 1.1462708456754618],
    [log, 1.6013355488931684, 0.4708379991205906],
    [(x: number) => pow(0.9, x), 5.932036158560629, 0.5352601500128297],
    [(x: number) => pow(0.9, x), 1.5314672613638203, 0.8509889115749124],
    [(x: number) => log(x, 10), 1000, 2.9999999999999996],
  ] as [(x: number) => number, number, number][])('%p of %d', (f, x, expected) => {
    expect(f(x)).toBe(expected)
  })

  it('fails as Python does', () => {
    expect(thrown(() => cos(Number.POSITIVE_INFINITY))).toBe('ValueError: math domain error')
    expect(thrown(() => sin(Number.NEGATIVE_INFINITY))).toBe('ValueError: math domain error')
    expect(thrown(() => acos(1.5))).toBe('ValueError: math domain error')
    expect(sin(Number.NaN)).toBeNaN()
    expect(thrown(() => log(0))).toBe('ValueError: math domain error')
    expect(thrown(() => log(3, 1))).toBe('ZeroDivisionError: float division by zero')
    expect(thrown(() => exp(1000))).toBe('OverflowError: math range error')
    expect(thrown(() => pow(0, -1))).toBe(
      'ZeroDivisionError: 0.0 cannot be raised to a negative power',
    )
    expect(thrown(() => pow(1e200, 2))).toBe("OverflowError: (34, 'Numerical result out of range')")
    expect(pow(Number.POSITIVE_INFINITY, 2)).toBe(Number.POSITIVE_INFINITY)
    expect(exp(Number.NEGATIVE_INFINITY)).toBe(0)
    expect(thrown(() => pow('a' as unknown as number, 2))).toBe('TypeError: must be real number')
  })
})
