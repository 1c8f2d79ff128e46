// torchvision, by name and as a whole: `import torchvision from 'torch-node/torchvision'`.

export * from './_exports.js'
export * as default from './_exports.js'
