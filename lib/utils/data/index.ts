// torch.utils.data, by name and as a whole: `import data from 'torch-node/utils/data'`.

export * from './_exports.js'
export * as default from './_exports.js'
