// torchvision.io, by name and as a whole: `import io from 'torch-node/torchvision/io'`.

export * from './_exports.js'
export * as default from './_exports.js'
