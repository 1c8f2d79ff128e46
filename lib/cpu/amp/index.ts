// torch.cpu.amp, deprecated for torch.amp.

export * from './_exports.js'
export * as default from './_exports.js'
