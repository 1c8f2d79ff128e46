// torchvision.transforms, by name and as a whole: `import transforms from 'torch-node/torchvision/transforms'`.

export * from './_exports.js'
export * as default from './_exports.js'
