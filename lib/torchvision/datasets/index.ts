// torchvision.datasets, by name and as a whole: `import datasets from 'torch-node/torchvision/datasets'`.

export * from './_exports.js'
export * as default from './_exports.js'
