// The interface of scripts, by name and as a whole: `import plt from 'torch-node/matplotlib/pyplot'`. It keeps a current
// figure and current axes, as matplotlib/pyplot.py does.

export * from './_pyplot/index.js'
export * as default from './_pyplot/index.js'
