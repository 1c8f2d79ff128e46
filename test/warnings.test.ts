import {
  catch_warnings,
  DeprecationWarning,
  FutureWarning,
  filterwarnings,
  resetwarnings,
  simplefilter,
  UserWarning,
  warn,
} from 'torch-node/warnings'

let written: string[]

beforeEach(() => {
  written = []
  resetwarnings()
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(String(text))
    return true
  })
})

afterEach(() => {
  jest.restoreAllMocks()
  resetwarnings()
})

describe('warnings.warn', () => {
  test('shows each text once for each category', () => {
    warn('old', DeprecationWarning)
    warn('old', DeprecationWarning)
    warn('old')
    warn('other')
    expect(written).toEqual([
      'DeprecationWarning: old\n',
      'UserWarning: old\n',
      'UserWarning: other\n',
    ])
  })

  test('shows a text again after resetwarnings', () => {
    warn('again')
    resetwarnings()
    warn('again')
    expect(written).toHaveLength(2)
  })

  test('simplefilter silences, repeats and throws', () => {
    simplefilter('ignore', FutureWarning)
    warn('a', FutureWarning)
    expect(written).toEqual([])
    simplefilter('always')
    warn('b')
    warn('b')
    expect(written).toHaveLength(2)
    simplefilter('error', UserWarning)
    expect(() => warn('c')).toThrow(UserWarning)
  })

  test('filterwarnings goes by the start of the text', () => {
    filterwarnings('ignore', 'lr_sched.*order')
    warn('lr_scheduler before optimizer: wrong ORDER')
    warn('about lr_scheduler order')
    expect(written).toEqual(['UserWarning: about lr_scheduler order\n'])
  })
})

describe('catch_warnings', () => {
  test('keeps what is raised inside, and filters end with it', () => {
    warn('seen before')
    const texts = catch_warnings((caught) => {
      warn('seen before')
      warn('inside', DeprecationWarning)
      simplefilter('ignore')
      warn('unheard')
      return caught.map(String)
    })
    expect(texts).toEqual(['UserWarning: seen before', 'DeprecationWarning: inside'])
    warn('after')
    expect(written).toEqual(['UserWarning: seen before\n', 'UserWarning: after\n'])
  })

  test('ends when the body throws', () => {
    expect(() =>
      catch_warnings(() => {
        throw new RangeError('body')
      }),
    ).toThrow('body')
    warn('after')
    expect(written).toHaveLength(1)
  })
})
