// torch.nn.utils, by name and as a whole: `import utils from 'torch-node/nn/utils'`.

export * from './_exports.js'
export * as default from './_exports.js'
