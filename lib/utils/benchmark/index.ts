// torch.utils.benchmark, by name and as a whole: `import benchmark from 'torch-node/utils/benchmark'`.

export * from './_exports.js'
export * as default from './_exports.js'
