import { UserError } from '../../../examples/mnist/errors.js'
import { help, parseOptions } from '../../../examples/mnist/options.js'

test('without flags: five epochs on drawn digits', () => {
  expect(parseOptions([])).toEqual({
    data: undefined,
    download: false,
    epochs: 5,
    batchSize: 64,
    lr: 0.001,
    seed: 1,
    smoke: false,
    plot: undefined,
  })
})

test('flags are read, in both spellings', () => {
  const argv = '--data d --epochs=3 --batch-size 128 --lr 1e-4 --seed=-7 --plot p.svg'.split(' ')
  const read = { data: 'd', epochs: 3, batchSize: 128, lr: 1e-4, seed: -7, plot: 'p.svg' }
  expect(parseOptions(argv)).toMatchObject(read)
  expect(parseOptions(['--smoke'])).toMatchObject({ smoke: true, epochs: 3 })
  expect(parseOptions(['--smoke', '--epochs', '2'])).toMatchObject({ smoke: true, epochs: 2 })
})

test('--help lists every flag', () => {
  expect(parseOptions(['--help'])).toBeNull()
  for (const name of ['data', 'download', 'epochs', 'batch-size', 'lr', 'seed', 'plot', 'smoke']) {
    expect(help).toContain(`--${name}`)
  }
})

test.each([
  [['--epochs', '0'], "--epochs wants a whole number above 0, not '0'"],
  [['--epochs', 'many'], "--epochs wants a whole number above 0, not 'many'"],
  [['--batch-size', '1.5'], "--batch-size wants a whole number above 0, not '1.5'"],
  [['--lr', '-1'], /argument is ambiguous/],
  [['--lr='], "--lr wants a number above 0, not ''"],
  [['--seed', '1.5'], "--seed wants a whole number, not '1.5'"],
  [['--epoch', '3'], /Unknown option '--epoch'.*--help lists the options/s],
  [['3'], /Unexpected argument '3'/],
])('%j is refused', (argv, message) => {
  expect(() => parseOptions(argv)).toThrow(UserError)
  expect(() => parseOptions(argv)).toThrow(message)
})
