// @ts-check
/** What the steps of steps.mjs are, for the table, apart from it, which loads LibTorch. The first has a twin in C++. */
export const titles = /** @type {const} */ ([
  ['step perceptron', '64x1000 -> 100 -> 10, Adam'],
  ['step cnn', 'three convolutions, 64x1x28x28, SGD'],
  ['step char-rnn', 'names by letters, 7 letters, 128 hidden'],
  ['step lstm', 'LSTM, 16x20x32, 64 hidden, Adam'],
  ['step transformer', 'two encoder layers, 16x20x64, 4 heads, Adam'],
  ['step seq2seq', 'GRU cells with attention, 16x10 words, SGD'],
  ['step function', 'a custom function, 64x100, there and back'],
  ['step hook', 'a hook of a tensor, 64x100, there and back'],
])

/** The same of loaders.mjs and images.mjs. */
export const loaderTitles = /** @type {const} */ ([
  ['loader tensors', 'TensorDataset, 60,000 x 784, batches of 64, shuffled, no workers'],
  ['loader words', '4,096 items that a loop computes, batches of 32, 2 workers'],
  ['loader words persistent', 'the same, workers persist'],
  [
    'loader images',
    'ImageFolder: JPEG decoded, cropped, resized, flipped, normalised, batches of 16, 2 workers that persist',
  ],
])
