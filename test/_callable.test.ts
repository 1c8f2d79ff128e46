import { callable, callableInstance } from '../lib/_callable.js'

class PointClass {
  readonly x: number
  constructor(x: number) {
    this.x = x
  }
}
const Point = callable(PointClass)

class AdderClass {
  declare readonly by: number
  constructor(by: number) {
    const self = callableInstance<this>(new.target.prototype, (value: number) => value + self.by)
    Object.assign(self, { by })
    // biome-ignore lint/correctness/noConstructorReturn: an instance that is a function has to be returned.
    return self
  }
}
const Adder = callable(AdderClass)

describe('callable', () => {
  it('makes instances with and without new', () => {
    expect(Point(3)).toEqual(new Point(3))
    expect(Point(3)).toBeInstanceOf(Point)
    expect(Point(3).constructor).toBe(Point)
    expect(Point.name).toBe('PointClass')
  })

  it('leaves the class to be extended', () => {
    class Named extends Point {
      readonly name = 'p'
    }
    const named = new Named(4)
    expect(named).toBeInstanceOf(Point)
    expect([named.x, named.name, named.constructor]).toEqual([4, 'p', Named])
  })
})

describe('callableInstance', () => {
  it('is a function of its class alone', () => {
    const add = Adder(3) as unknown as ((x: number) => number) & Record<string, unknown>
    expect(typeof add).toBe('function')
    expect(add(4)).toBe(7)
    expect(add).toBeInstanceOf(Adder)
    expect(add).not.toBeInstanceOf(Function)
    expect([add.name, add.length, add.call, add.apply, add.bind, add.prototype]).toEqual(
      Array(6).fill(undefined),
    )
    expect(Object.keys(add)).toEqual(['by'])
  })

  it('keeps to new.target', () => {
    class Twice extends Adder {
      twice(): number {
        return 2 * this.by
      }
    }
    expect(new Twice(5).twice()).toBe(10)
  })
})
