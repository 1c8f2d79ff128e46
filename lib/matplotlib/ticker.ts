// Where ticks are and what they say, by name and as a whole: `import ticker from 'torch-node/matplotlib/ticker'`.

export * from './_ticker/index.js'
export * as default from './_ticker/index.js'
