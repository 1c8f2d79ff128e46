// torch.nn.attention, by name and as a whole: `import attention from 'torch-node/nn/attention'`.

export * from './_exports.js'
export { default } from './_module.js'
