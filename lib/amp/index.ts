// torch.amp, by name and as a whole: `import amp from 'torch-node/amp'`.

export * from './_exports.js'
export * as default from './_exports.js'
