import { lazyModule } from '../lib/_lazy.js'

describe('lazyModule', () => {
  test('loads at first use, once', () => {
    const load = jest.fn(() => ({ a: 1, b: () => 2 }))
    const module = lazyModule(load)
    expect(load).not.toHaveBeenCalled()
    expect([module.a, module.b()]).toEqual([1, 2])
    expect('a' in module).toBe(true)
    expect('c' in module).toBe(false)
    expect(Object.keys(module)).toEqual(['a', 'b'])
    expect({ ...module }.a).toBe(1)
    expect(load).toHaveBeenCalledTimes(1)
  })

  test('cannot be changed, as no module can', () => {
    const module = lazyModule(() => ({ a: 1 }))
    expect(() => {
      module.a = 2
    }).toThrow(TypeError)
    expect(() => Reflect.deleteProperty(module, 'a')).not.toThrow()
    expect(module.a).toBe(1)
  })

  test('an error of loading is thrown again and again', () => {
    const module = lazyModule((): { a: number } => {
      throw new Error('missing')
    })
    expect(() => module.a).toThrow('missing')
    expect(() => module.a).toThrow('missing')
  })
})
