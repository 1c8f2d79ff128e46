// torchvision.models, by name and as a whole: `import models from 'torch-node/torchvision/models'`.

export * from './_exports.js'
export * as default from './_exports.js'
