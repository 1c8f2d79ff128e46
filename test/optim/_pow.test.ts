import { pow } from '../../lib/optim/_pow.js'

// What C's pow, and so Python, gives where V8's ** is a bit off, and a few where both agree.
test.each([
  [0.9, 1, 0.9],
  [0.9, 23, 0.08862938119652507],
  [0.999, 16, 0.9841194418156399],
  [0.99, 6, 0.941480149401],
  [0.9, 0, 1],
  [0.5, 1074, 5e-324],
  [0.9, 0.5, 0.9486832980505138],
  [2, -1, 0.5],
])('%d ** %d', (base, exponent, expected) => {
  expect(pow(base, exponent)).toBe(expected)
})
