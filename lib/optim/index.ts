// torch.optim, by name and as a whole: `import optim from 'torch-node/optim'`.

export * from './_exports.js'
export * as default from './_exports.js'
