// torch.utils.tensorboard, by name and as a whole: `import tensorboard from 'torch-node/utils/tensorboard'`.

export * from './_exports.js'
export * as default from './_exports.js'
