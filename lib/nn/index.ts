// torch.nn, by name and as a whole: `import nn from 'torch-node/nn'`.

export * from './_exports.js'
export * as default from './_exports.js'
