import torch from 'torch-node'
import {
  atMost,
  greatest,
  least,
  minus,
  over,
  plus,
  power,
  times,
} from '../../lib/optim/_scalars.js'

describe("Python's arithmetic of numbers and tensors", () => {
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
    [0.23796462709189137, 1.6326876758878557, 0.09594878673776955],
    [0.013167991554874137, 2.51240724628938, 1.8856768272315266e-5],
  ])('%d ** %d', (base, exponent, expected) => {
    expect(power(base, exponent)).toBe(expected)
  })

  it('keeps the dtype of a tensor', () => {
    const lr = torch.tensor(0.1)
    for (const result of [plus(1, lr), minus(1, lr), times(2, lr), over(1, lr), power(2, lr)]) {
      expect((result as typeof lr).dtype).toBe(torch.float32)
    }
    expect((over(1, torch.tensor(3)) as typeof lr).item()).toBe(0.3333333432674408)
    expect(minus(1, 0.25)).toBe(0.75)
  })

  it('takes the first of equals and of what cannot be compared', () => {
    const one = torch.tensor(1)
    expect(least(one, 1)).toBe(one)
    expect(greatest(1, Number.NaN)).toBe(1)
    expect(atMost(one, 1)).toBe(true)
    expect(() => over(1, 0)).toThrow('float division by zero')
  })
})
