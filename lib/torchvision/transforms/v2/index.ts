// torchvision.transforms.v2, by name and as a whole: `import v2 from 'torch-node/torchvision/transforms/v2'`.

export * from './_exports.js'
export * as default from './_exports.js'
