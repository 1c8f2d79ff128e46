import * as errors from 'torch-node/errors'

const { IndexError, KeyError, LookupError, OutOfMemoryError, RuntimeError } = errors

describe('exceptions', () => {
  test.each(Object.entries(errors))(
    '%s has its name, its text, and needs no new',
    (name, Class) => {
      if (name === 'KeyError') return
      const made = new Class('what happened')
      expect(made).toBeInstanceOf(Class)
      expect(made).toBeInstanceOf(Error)
      expect(made.name).toBe(name)
      expect(made.message).toBe('what happened')
      expect(String(Class('x'))).toBe(`${name}: x`)
      expect(made.constructor).toBe(Class)
      expect(Class().message).toBe('')
    },
  )

  test.each([
    ['NotImplementedError', 'RuntimeError'],
    ['OutOfMemoryError', 'RuntimeError'],
    ['LinAlgError', 'RuntimeError'],
    ['AcceleratorError', 'RuntimeError'],
    ['IndexError', 'LookupError'],
    ['KeyError', 'LookupError'],
    ['FileNotFoundError', 'OSError'],
    ['FileExistsError', 'OSError'],
    ['NotADirectoryError', 'OSError'],
    ['ModuleNotFoundError', 'ImportError'],
  ] as const)('%s is a %s', (name, parent) => {
    const all: Record<string, new (message: string) => Error> = { ...errors }
    const Class = all[name] as typeof Error
    expect(new Class('x')).toBeInstanceOf(all[parent])
  })

  test('kinds are told apart', () => {
    expect(new IndexError('x')).not.toBeInstanceOf(RuntimeError)
    expect(new RuntimeError('x')).not.toBeInstanceOf(OutOfMemoryError)
  })

  test('a subclass of a user has its own name', () => {
    class Mine extends RuntimeError {}
    expect(String(new Mine('x'))).toBe('Mine: x')
    expect(new Mine('x')).toBeInstanceOf(RuntimeError)
  })

  test('what is thrown can be caught by class, and has a stack', () => {
    expect(() => {
      throw RuntimeError('no')
    }).toThrow(RuntimeError)
    for (const error of [new RuntimeError('no'), RuntimeError('no')]) {
      expect(error.stack?.split('\n')[1]).toContain('errors.test')
    }
  })

  test('a cause is kept', () => {
    const cause = new Error('first')
    expect(new RuntimeError('second', { cause }).cause).toBe(cause)
  })
})

describe('KeyError', () => {
  // str(KeyError(key)) is repr(key).
  test.each([
    ['a', "'a'"],
    [1, '1'],
    ["it's", '"it\'s"'],
    [undefined, ''],
  ])('of %p prints %s', (key, text) => {
    const error = KeyError(key)
    expect(error.message).toBe(text)
    expect(error.key).toBe(key)
    expect(error).toBeInstanceOf(LookupError)
  })
})

test('StopIteration keeps its value', () => {
  const value = { some: 'thing' }
  expect(new errors.StopIteration(value).value).toBe(value)
  expect(new errors.StopIteration().message).toBe('')
})
