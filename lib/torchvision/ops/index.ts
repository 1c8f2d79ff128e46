// torchvision.ops, by name and as a whole: `import ops from 'torch-node/torchvision/ops'`.

export * from './_exports.js'
export * as default from './_exports.js'
