// matplotlib, by name and as a whole: `import matplotlib from 'torch-node/matplotlib'`.

export * from './_exports.js'
export * as default from './_exports.js'
