// torchvision.transforms.v2.functional, by name and as a whole.

export * from './_exports.js'
export * as default from './_exports.js'
