import { withBlock } from 'torch-node/_contextlib'

describe('withBlock', () => {
  let log: string[]
  const enter = () => {
    log.push('enter')
    return () => log.push('exit')
  }

  beforeEach(() => {
    log = []
  })

  test('gives the result of the function', () => {
    const result = withBlock(enter, () => {
      log.push('body')
      return 7
    })
    expect(result).toBe(7)
    expect(log).toEqual(['enter', 'body', 'exit'])
  })

  test('passes on what the function throws, null too', () => {
    let caught: unknown = 'nothing'
    try {
      withBlock(enter, () => {
        throw null
      })
    } catch (error) {
      caught = error
    }
    expect(caught).toBeNull()
    expect(log).toEqual(['enter', 'exit'])
  })

  test('works with using', () => {
    {
      using _ = withBlock(enter) as Disposable
      log.push('body')
    }
    expect(log).toEqual(['enter', 'body', 'exit'])
  })
})
